/** Words, numbers and dates as an NHS reader expects them. Everything here is pure. */

const kLocale = "en-GB";
const kDay = /^(\d{4})-(\d{2})-(\d{2})$/;
const kMonth = /^(\d{4})-(\d{2})$/;

const longDay = formatter({ day: "numeric", month: "long", year: "numeric" });
const shortDay = formatter({ day: "numeric", month: "short", year: "numeric" });
const month = formatter({ month: "short", year: "numeric" });
const monthName = formatter({ month: "short" });

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(kLocale, { ...options, timeZone: "UTC" });
}

/** Instant of the first moment, UTC, of a calendar day `YYYY-MM-DD`; undefined for anything else. */
export function parseDay(day: string): Date | undefined {
  const parts = kDay.exec(day);
  if (!parts) return undefined;
  const date = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  return date.getUTCDate() === Number(parts[3]) ? date : undefined;
}

/** `2026-11-21` as "21 November 2026"; text that is no day stays as it is. */
export function formatDay(day: string): string {
  const date = parseDay(day);
  return date ? longDay.format(date) : day;
}

/** `2026-11-21` as "21 Nov 2026". */
export function formatShortDay(day: string): string {
  const date = parseDay(day);
  return date ? shortDay.format(date) : day;
}

/** `2026-11` as "Nov 2026". */
export function formatMonth(text: string): string {
  return kMonth.test(text) ? month.format(new Date(`${text}-01T00:00:00Z`)) : text;
}

/** An instant in London: "21 November 2026 at 2:05pm". */
export function formatInstant(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const day = new Intl.DateTimeFormat(kLocale, {
    dateStyle: "long",
    timeZone: "Europe/London",
  }).format(date);
  return `${day} at ${formatClock(date)}`;
}

/** Time of day in London: "2:05pm". */
export function formatClock(date: Date): string {
  const parts = new Intl.DateTimeFormat(kLocale, {
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h12",
    timeZone: "Europe/London",
  }).formatToParts(date);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("hour")}:${part("minute")}${part("dayPeriod")
    .toLowerCase()
    .replace(/[^a-z]/g, "")}`;
}

/** Title of a period: a month, a quarter and a year by name, anything else by its days. */
export function formatPeriod(start: string, end: string): string {
  const first = parseDay(start);
  const last = parseDay(end);
  if (!first || !last) return [start, end].filter(Boolean).join(" to ");
  const whole = first.getUTCDate() === 1 && nextDay(last).getUTCDate() === 1;
  const sameYear = first.getUTCFullYear() === last.getUTCFullYear();
  const months = last.getUTCMonth() - first.getUTCMonth() + 1;
  if (whole && sameYear && months === 1) return month.format(first);
  if (whole && sameYear && months === 12) return String(first.getUTCFullYear());
  if (whole && sameYear) return `${monthName.format(first)} to ${month.format(last)}`;
  return `${shortDay.format(first)} to ${shortDay.format(last)}`;
}

function nextDay(date: Date): Date {
  return new Date(date.getTime() + 24 * 60 * 60 * 1000);
}

/** A number with thousands separators and at most `digits` decimals. */
export function formatNumber(value: number, digits = 1): string {
  const shown = new Intl.NumberFormat(kLocale, { maximumFractionDigits: digits }).format(value);
  return shown === "-0" ? "0" : shown.replace("-", "−");
}

/** A share between 0 and 1 in whole percent. */
export function formatShare(share: number): string {
  return `${formatNumber(Math.min(1, Math.max(0, share)) * 100, 0)}%`;
}

/** A value with its unit: "12.4%", "3 events", "3.6 (score 1-5)". "No figure" where there is none. */
export function formatValue(value: number | undefined, unit: string): string {
  if (value === undefined) return "No figure";
  const shown = formatNumber(value);
  if (unit === "") return shown;
  if (unit === "%") return `${shown}%`;
  return unit.startsWith("score") ? `${shown} (${unit})` : `${shown} ${unit}`;
}

/** An age in the largest fitting unit: "40 seconds", "3 minutes", "2 hours", "5 days". */
export function formatAge(seconds: number): string {
  if (seconds < 60) return plural(Math.round(seconds), "second");
  if (seconds < 3600) return plural(Math.floor(seconds / 60), "minute");
  if (seconds < 86400) return plural(Math.floor(seconds / 3600), "hour");
  return plural(Math.floor(seconds / 86400), "day");
}

/** A count with its noun: "1 outcome", "3 outcomes". */
export function plural(count: number, noun: string): string {
  return `${formatNumber(count, 0)} ${noun}${count === 1 ? "" : "s"}`;
}

const kAbbreviations = new Map(
  ["OT", "QI", "WTE", "ODS", "DOI", "NVQ", "PDSA", "CPD", "SLP", "RCOT", "AHP", "URL", "ID"].map(
    (each) => [each.toLowerCase(), each],
  ),
);

/** Names of enums and fields as words: `JOB_EXPERIENCE` is "Job experience", `serviceLine` "Service line". */
export function words(name: string): string {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .split(/[_\-\s]+/)
    .filter(Boolean)
    .map((each) => kAbbreviations.get(each.toLowerCase()) ?? each.toLowerCase());
  const joined = parts.join(" ");
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

/** The last segment of a resource name. */
export function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The start of a long text, cut at a word. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space > most / 2 ? space : cut.length)}…`;
}
