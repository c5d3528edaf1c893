// Loaded on pages with a map only.

import "../parts/floor.js";
import { caseMap } from "../parts/casemap.js";
import { each } from "../parts/dom.js";
import { pinMap } from "../parts/pin.js";

each('[data-map="cases"]', caseMap);
each('[data-map="pin"]', pinMap);
