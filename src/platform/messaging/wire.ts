/** What a value looks like after JSON: instants become ISO 8601 text, everything else keeps its type. */
export type Wire<T> = T extends Date
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Wire<Item>[]
      : { readonly [K in keyof T]: Wire<T[K]> };
