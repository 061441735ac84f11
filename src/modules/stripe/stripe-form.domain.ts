/** What Stripe takes in forms: nested objects and lists are written with brackets. */
export type FormValue =
  string | number | boolean | undefined | readonly FormValue[] | { readonly [name: string]: FormValue };
export type Form = Readonly<Record<string, FormValue>>;

/** `{ metadata: { a: 1 }, expand: ['b'] }` is `metadata[a]=1&expand[0]=b`, escaped; what is undefined is left out. */
export function encodeForm(form: Form): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) append(pairs, name, value);
  return pairs.toString();
}

function append(pairs: URLSearchParams, name: string, value: FormValue): void {
  if (value === undefined) return;
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) append(pairs, `${name}[${key}]`, inner as FormValue);
    return;
  }
  pairs.append(name, String(value));
}
