import type { Rest } from "../part";
import background from "./background.json";
import learn from "./learn.json";
import places from "./places.json";

export default { background, learn, places } satisfies Rest;
