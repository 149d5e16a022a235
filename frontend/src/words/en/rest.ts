/** The sentences of the other screens, fetched once the first one stands. */
import background from "./background.json";
import care from "./care.json";
import learn from "./learn.json";
import limits from "./limits.json";
import places from "./places.json";
import settings from "./settings.json";
import share from "./share.json";
import versions from "./versions.json";

export default { background, care, learn, limits, places, settings, share, versions };
