/** What rules may ask about: the name of each feature and its type. A feature without a value is unknown. */
export type FeatureType = 'int' | 'double' | 'string' | 'bool';
export type FeatureSchema = Readonly<Record<string, FeatureType>>;

export type FeatureValue = string | number | boolean;
/** The exact vector that was judged; stored with the decision so that it can be judged again. */
export type Features = Readonly<Record<string, FeatureValue>>;

/** Whole numbers become CEL integers; what the schema does not name or types differently stays unknown. */
export function toCel(schema: FeatureSchema, features: Features): Record<string, unknown> {
  const known = Object.entries(features).filter(([name, value]) => fits(schema[name], value));
  return Object.fromEntries(known.map(([name, value]) => [name, schema[name] === 'int' ? BigInt(value) : value]));
}

function fits(type: FeatureType | undefined, value: FeatureValue): boolean {
  switch (type) {
    case 'int':
      return Number.isSafeInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    default:
      return type === 'bool' && typeof value === 'boolean';
  }
}
