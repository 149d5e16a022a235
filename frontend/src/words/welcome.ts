/** The English words of the first opening. */
export const welcome = {
  step: "{step} of {of}",
  next: "Next",
  back: "Back",
  to_number: "Skip to the last step",
  known: "I have an account",
  /** While no number was chosen. */
  call: "Call emergency services",
  does: {
    title: "What Footnote does",
    lines: [
      "One tap notes when a leg goes numb. You can add more later.",
      "It checks what you note, and says when to see a doctor and why.",
      "It makes one page that your doctor can read in a minute.",
      "It works without a network. Your diary stays on this phone until you make an account.",
    ],
  },
  is_not: {
    title: "What it is not",
    lines: [
      "It is not a doctor. It does not find out why your leg is numb.",
      "It never says that all is well. An answer you leave empty is not a “no”.",
      "It cannot call for help by itself.",
      "If you are worried, do not wait for it. Call, or ask a doctor.",
    ],
  },
  number: {
    title: "Your emergency number",
    why: "If you tap an emergency sign, the diary shows this number, ready to call.",
    country: "Where are you?",
    choose: "Choose a country",
    other: "Another place",
    label: "Number to call",
    hint: "Check that it is right for where you are. You can change it under More.",
    missing: "Choose a country, or write the number.",
    start: "Start",
    failed: "Not saved: this phone’s store did not take it. Please try again.",
  },
} as const;
