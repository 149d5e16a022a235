/** The English words of the drawing on which a place is tapped. */
export const places = {
  view: "How to choose the place",
  legs: "Legs",
  list: "List",
  front: "Front, as in a mirror",
  back: "Back, seen from behind",
  /** In a zone of the drawing: words that its full name has too. */
  short: {
    toes: "Toes",
    foot: "Foot",
    ankle: "Ankle",
    shin: "Shin",
    calf: "Calf",
    knee: "Knee",
    thigh_front: "Thigh",
    thigh_back: "Thigh",
    thigh_outer: "Outer thigh",
    buttock: "Buttock",
  },
  chosen: "Chosen: {places}",
  none_chosen: "Nothing chosen.",
} as const;
