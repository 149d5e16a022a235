/**
 * Our own icons: 24 × 24, drawn as 2 px strokes with round ends.
 * Each value is the `d` of one path.
 */
export const icons = {
  timer: "M12 8v5l3 2M9 2h6M12 5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17",
  stop: "M6.5 6.5h11v11h-11zM8.5 8.5h7v7h-7zM10.5 10.5h3v3h-3z",
  pencil: "M4 20l1-4.5L16.5 4l3.5 3.5L8.500 19 4 20M14 6.500l3.500 3.500",
  bin: "M4 7h16M9 7V4h6v3M6.500 7l1 13h9l1-13M10 11v5M14 11v5",
  back: "M14.500 5 7.500 12l7 7",
  next: "M9.500 5l7 7-7 7",
  down: "M5 9.500l7 7 7-7",
  tick: "M4.500 12.500l5 5L19.500 7",
  cross: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  limits: "M4 7h9M19 7h1M16 4.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5M4 17h1M11 17h9M8 14.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5",
  phone:
    "M6 3h3.500l1.500 5-2.200 1.700a12 12 0 0 0 5.500 5.500L16 13l5 1.500V18a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3",
  home: "M4 11l8-7 8 7v9h-5.500v-6h-5v6H4z",
  book: "M12 6.500C10 5 7 4.500 3.500 5v13c3.500-.5 6.500 0 8.500 1.500 2-1.500 5-2 8.500-1.500V5C17 4.500 14 5 12 6.500zM12 6.500v13",
  list: "M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01",
  chart: "M4 20h16M7 16v-5M12 16V6M17 16v-8",
  share: "M12 15V3.500M7.500 7.500 12 3l4.500 4.500M5 13v7h14v-7",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.500 21a7.500 7.500 0 0 1 15 0",
  calendar: "M4 6.500h16V20H4zM4 10.500h16M8 4v4M16 4v4",
  print: "M7 9V4h10v5M7 16H4v-7h16v7h-3M7 13.500h10V20H7z",
  clock: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M12 7.500V12l3 2",
  exclaim: "M12 4.500v10M12 19h.01",
} as const;

export type IconName = keyof typeof icons;
