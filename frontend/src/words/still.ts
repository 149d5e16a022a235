/** The English words of a running episode that asks how it is going. */
export const still = {
  signs: "First: is any of these happening now?",
  one_of_these: "Yes, one of these",
  none_of_these: "None of these",
  none_noted: "None of the emergency signs. Noted.",
  stopped_at: "It stopped at",
  keep: "Keep this time",
  time_needed: "Choose when it stopped.",
  back: "Back",
} as const;
