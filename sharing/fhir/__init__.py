"""The report as a FHIR R4 document, for the programs of a practice or a hospital."""
