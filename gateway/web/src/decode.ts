/**
 * Readers of canonical protobuf JSON. Fields with their default value may be left out, so each
 * reader gives that default; a value of an unexpected type reads as absent, so that a newer server
 * never breaks an older page.
 */
export type Json = Record<string, unknown>;

/** An object, or an empty one. */
export function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/** A string, or "". */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A number, also one written as a string (64-bit integers), or undefined. */
export function optionalNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** A number, or 0. */
export function number(value: unknown): number {
  return optionalNumber(value) ?? 0;
}

/** True, or false. */
export function flag(value: unknown): boolean {
  return value === true;
}

/** The items of a repeated field, each read by `item`. */
export function list<T>(value: unknown, item: (value: unknown) => T): T[] {
  return Array.isArray(value) ? value.map(item) : [];
}

/** A name of an enum that this page knows, or `otherwise`. */
export function oneOf<T extends string>(value: unknown, known: readonly T[], otherwise: T): T {
  return known.find((each) => each === value) ?? otherwise;
}
