// The workbench, beside what every staff page needs.

import { alarms } from "../parts/alarms.js";
import { bench } from "../parts/bench.js";
import { freshness } from "../parts/fresh.js";
import { live } from "../parts/live.js";
import { keysheet } from "../parts/keysheet.js";
import { panes } from "../parts/panes.js";

panes();
bench();
keysheet();
freshness();
live();
alarms();
