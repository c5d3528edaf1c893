// What every staff page needs. Pages work without it; with it they are quicker.

import { bench } from "../parts/bench.js";
import { forms } from "../parts/forms.js";
import { freshness } from "../parts/fresh.js";
import { keys } from "../parts/keys.js";
import { menus, toasts } from "../parts/menus.js";
import { offers } from "../parts/offers.js";
import { typeaheads } from "../parts/typeahead.js";

bench();
forms();
freshness();
keys();
menus();
toasts();
offers();
typeaheads();
