// What every staff page needs. Pages work without it; with it they are quicker.

import { drafts } from "../parts/drafts.js";
import { forms } from "../parts/forms.js";
import { keys } from "../parts/keys.js";
import { menus, toasts } from "../parts/menus.js";
import { offers } from "../parts/offers.js";
import { typeaheads } from "../parts/typeahead.js";

drafts();
forms();
keys();
menus();
toasts();
offers();
typeaheads();
