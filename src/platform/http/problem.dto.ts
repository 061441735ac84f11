import { ApiProperty } from '@nestjs/swagger';

/** One field that the server does not accept. */
export class FieldProblem {
  /** JSON pointer into the body; `/query/…` and `/headers/…` for the rest of the request. */
  @ApiProperty({ type: String, maxLength: 300, example: '/lines/0/quantity' })
  pointer!: string;

  @ApiProperty({ type: String, maxLength: 80, example: 'min' })
  code!: string;

  @ApiProperty({ type: String, maxLength: 500, example: 'must not be less than 1' })
  message!: string;
}

/** A refusal as RFC 9457 describes it. */
export class ProblemDetails {
  /** A page that explains the problem. */
  @ApiProperty({ type: String, format: 'uri-reference', maxLength: 200, example: '/problems/not_found' })
  type!: string;

  @ApiProperty({ type: String, maxLength: 120 })
  title!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599 })
  status!: number;

  @ApiProperty({ type: String, maxLength: 1_000 })
  detail!: string;

  /** The path of the request. */
  @ApiProperty({ type: String, format: 'uri-reference', maxLength: 2_000 })
  instance!: string;

  /** Stable; decide by it and never by the texts. */
  @ApiProperty({ type: String, maxLength: 80, pattern: '^[a-z0-9_]+$' })
  code!: string;

  /** Quote it when you report a problem. */
  @ApiProperty({ type: String, maxLength: 128 })
  requestId!: string;

  /** Whether the same request may succeed later. */
  @ApiProperty({ type: Boolean })
  retryable!: boolean;

  @ApiProperty({ type: [FieldProblem], maxItems: 200, required: false })
  errors?: FieldProblem[];
}
