// A screen on a wall, for days on end: what it shows is asked anew and laid in the place
// of what was there, so the page never grows. Where nothing comes, it says how old it is.

import { one } from "../parts/dom.js";
import { Wall } from "../parts/wall.js";

const page = one("[data-wall]");
if (page) new Wall(page);
