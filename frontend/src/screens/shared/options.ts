/** The words of a list of codes as options, in the catalogue's order. */
export function options<Code extends string>(names: Record<Code, string>): { value: Code; label: string }[] {
  return (Object.entries(names) as [Code, string][]).map(([value, label]) => ({ value, label }));
}
