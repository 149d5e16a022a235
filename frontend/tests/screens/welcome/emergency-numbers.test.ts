import { expect, it } from "vitest";
import { listCountries, parsePhoneNumber } from "../../../src/screens/welcome/emergency-numbers";

const known = listCountries("en-GB");
const numberIn = (name: string): string | undefined => known.find((country) => country.name === name)?.number;

it("knows whom to call, country by country", () => {
  expect(["Germany", "United Kingdom", "United States", "Australia", "Brazil", "Norway"].map(numberIn)).toEqual([
    "112",
    "999",
    "911",
    "000",
    "192",
    "113",
  ]);
});

it("names each country once, in the order of the alphabet, with a number that is taken", () => {
  const names = known.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en-GB")));
  for (const { code, name, number } of known) {
    expect(name, code).not.toBe(code);
    expect(parsePhoneNumber(number), name).toBe(number);
  }
});

it("takes digits only", () => {
  expect(parsePhoneNumber(" 112 ")).toBe("112");
  for (const text of ["", "1", "call", "11 2", "112;1"]) expect(parsePhoneNumber(text), text).toBeNull();
});
