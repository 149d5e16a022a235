// Opens SMART Health Links with a reader of somebody else's. In: a JSON list of
// {link, passcode?, embeddedLengthMax?}. Out: for each, what it read, or the name of the error.
import { readFileSync } from "node:fs";
import { SHLViewer } from "kill-the-clipboard";

const read = async ({ link, ...asked }) => {
  try {
    const viewer = new SHLViewer({ shlinkURI: link });
    const { manifest, fhirResources } = await viewer.resolveSHL({ recipient: "Dr. Foot", ...asked });
    return { manifest, resources: fhirResources, payload: viewer.shl.payload };
  } catch (error) {
    return { error: error.constructor.name };
  }
};

const found = [];
for (const one of JSON.parse(readFileSync(0, "utf8"))) found.push(await read(one));
console.log(JSON.stringify(found));
