import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, Matches } from 'class-validator';

const INSTANT = /^(?:19|20|21)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

/** A field that holds an instant: RFC 3339 in UTC, with milliseconds at most. */
export const IsInstant = (): PropertyDecorator =>
  applyDecorators(
    Matches(INSTANT, { message: 'must be an instant in UTC like 2026-01-31T12:00:00.000Z' }),
    IsISO8601({ strict: true, strictSeparator: true }, { message: 'must be a day and time that exist' }),
    ApiProperty({
      type: String,
      format: 'date-time',
      pattern: INSTANT.source,
      minLength: 20,
      maxLength: 24,
      example: '2026-01-31T12:00:00.000Z',
    }),
  );
