import type { Rest } from "../part";
import background from "./background.json";
import care from "./care.json";
import learn from "./learn.json";
import places from "./places.json";
import versions from "./versions.json";

export default { background, care, learn, places, versions } satisfies Rest;
