import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { FieldError } from '../../kernel/index.js';
import { Invalid } from '../../platform/http/index.js';
import type { AttributeSchema, EffectiveSchema } from './category.domain.js';

const ANNOTATIONS = ['titleZh', 'unit'];
const REMEMBERED = 500;

const titles = {
  title: { type: 'string', minLength: 1, maxLength: 80 },
  titleZh: { type: 'string', minLength: 1, maxLength: 80 },
};
const labels = {
  type: 'array',
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
  items: { type: 'string', minLength: 1, maxLength: 80 },
};
const bounds = { minimum: { type: 'number' }, maximum: { type: 'number' }, unit: { type: 'string', maxLength: 12 } };

/** One kind of attribute; whatever it does not name, a pattern or a reference, is refused. */
const kind = (types: string[], properties: object, required: string[]): object => ({
  type: 'object',
  properties: { type: { type: 'string', enum: types }, ...titles, ...properties },
  required: ['type', 'title', 'titleZh', ...required],
  additionalProperties: false,
});

const length = { type: 'integer', minimum: 0, maximum: 500 };

const ATTRIBUTE_SCHEMA = {
  type: 'object',
  properties: {
    properties: {
      type: 'object',
      maxProperties: 40,
      propertyNames: { pattern: '^[a-z][A-Za-z0-9]{0,39}$' },
      additionalProperties: {
        anyOf: [
          kind(['string'], { minLength: length, maxLength: length }, ['maxLength']),
          kind(['string'], { enum: labels }, ['enum']),
          kind(['number', 'integer'], bounds, ['minimum', 'maximum']),
          kind(['boolean'], {}, []),
        ],
      },
    },
    required: { type: 'array', maxItems: 40, uniqueItems: true, items: { type: 'string', maxLength: 40 } },
  },
  required: ['properties', 'required'],
  additionalProperties: false,
};

interface Validation {
  readonly ajv: Ajv;
  readonly isAttributeSchema: ValidateFunction<AttributeSchema>;
}

let made: Validation | undefined;

/** Made for the first category or listing that needs it, because it takes longer than most of a start. */
function validation(): Validation {
  if (made) return made;
  const ajv = new Ajv({ allErrors: true, strict: true, validateFormats: false });
  for (const keyword of ANNOTATIONS) ajv.addKeyword({ keyword, schemaType: 'string' });
  made = { ajv, isAttributeSchema: ajv.compile<AttributeSchema>(ATTRIBUTE_SCHEMA) };
  return made;
}

/** The document as the attribute schema of a category. @throws Invalid when it cannot be one */
export function attributeSchemaOf(document: unknown): AttributeSchema {
  const { isAttributeSchema } = validation();
  if (isAttributeSchema(document)) return document;
  throw new Invalid(fieldErrors(isAttributeSchema.errors ?? [], '/attributeSchema'));
}

const validators = new Map<string, ValidateFunction>();

/** Compiling takes milliseconds: a validator is kept as long as its schema is among the recently met ones. */
function validatorOf(schema: EffectiveSchema): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = validators.get(key);
  if (known) return known;
  const { ajv } = validation();
  if (validators.size >= REMEMBERED) {
    validators.clear();
    ajv.removeSchema();
  }
  const validator = ajv.compile(schema);
  validators.set(key, validator);
  return validator;
}

/** Why the attributes of a listing do not fit its category; empty when they do. */
export function attributeFaults(schema: EffectiveSchema, attributes: unknown): FieldError[] {
  const isValid = validatorOf(schema);
  return isValid(attributes) ? [] : fieldErrors(isValid.errors ?? [], '/attributes');
}

function fieldErrors(errors: readonly ErrorObject[], root: string): FieldError[] {
  return errors.map(({ instancePath, keyword, params, message }) => {
    const named = params as { missingProperty?: string; additionalProperty?: string };
    const name = named.missingProperty ?? named.additionalProperty;
    return {
      pointer: `${root}${instancePath}${name === undefined ? '' : `/${name}`}`,
      code: keyword.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      message: message ?? keyword,
    };
  });
}
