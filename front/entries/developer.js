// The pages for developers: a key that was just made goes along, a form sends a call.

import { trying } from "../parts/trying.js";

trying();
