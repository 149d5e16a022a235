/**
 * Icons by use, from Lucide; only those imported here are in the
 * build. To add one: import it by its lucide.dev name and key it by its use.
 */
import {
  Bell,
  BookOpen,
  Calendar,
  CalendarCheck,
  ChartColumn,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleStop,
  Clock,
  Download,
  FileDown,
  Globe,
  History,
  House,
  Info,
  List,
  type IconNode,
  Pencil,
  Phone,
  Plus,
  Printer,
  Settings,
  Share2,
  SlidersHorizontal,
  SunMoon,
  Timer,
  Trash2,
  TriangleAlert,
  User,
  X,
} from "lucide";

export const icons = {
  timer: Timer,
  stop: CircleStop,
  pencil: Pencil,
  bin: Trash2,
  back: ChevronLeft,
  next: ChevronRight,
  down: ChevronDown,
  tick: Check,
  cross: X,
  plus: Plus,
  limits: SlidersHorizontal,
  phone: Phone,
  home: House,
  book: BookOpen,
  list: List,
  history: History,
  chart: ChartColumn,
  care: CalendarCheck,
  settings: Settings,
  share: Share2,
  person: User,
  calendar: Calendar,
  print: Printer,
  clock: Clock,
  exclaim: TriangleAlert,
  bell: Bell,
  language: Globe,
  look: SunMoon,
  data: Download,
  save: FileDown,
  about: Info,
} as const satisfies Record<string, IconNode>;

export type IconName = keyof typeof icons;

/** Directional icons, mirrored in right-to-left languages. */
export const MIRRORED: readonly IconName[] = ["back", "next"];

/** SVG markup inside a 24 × 24 viewBox. */
export function iconMarkup(name: IconName): string {
  return icons[name]
    .map(
      ([tag, points]) =>
        `<${tag} ${Object.entries(points)
          .map(([key, value]) => `${key}="${value}"`)
          .join(" ")}/>`,
    )
    .join("");
}
