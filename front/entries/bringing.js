// Loaded where a file is brought in: how far it is, and the file stays chosen.

import { each } from "../parts/dom.js";
import { again } from "../parts/again.js";
import { brings } from "../parts/brings.js";

each('form[enctype="multipart/form-data"]', brings);
each("[data-again]", again);
