// Loaded on the page of a border draft only: the map with what draws on it.

import "../parts/floor.js";
import { each } from "../parts/dom.js";
import { draftMap } from "../parts/draft.js";
import { needs } from "../parts/needs.js";

each("form[data-needs]", needs);
each('[data-map="draft"]', draftMap);
