// What every staff page needs. Pages work without it; with it they are quicker.

import { forms } from "../parts/forms.js";
import { freshness } from "../parts/fresh.js";
import { keys } from "../parts/keys.js";
import { menus } from "../parts/menus.js";
import { typeaheads } from "../parts/typeahead.js";

forms();
freshness();
keys();
menus();
typeaheads();
