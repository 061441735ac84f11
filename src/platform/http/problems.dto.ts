import { ApiProperty } from '@nestjs/swagger';

export class ProblemView {
  @ApiProperty({ type: String, maxLength: 80, example: 'not_found' })
  code!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599 })
  status!: number;

  @ApiProperty({ type: String, maxLength: 120 })
  title!: string;

  /** What `detail` says; a name in braces stands for what the case fills in. */
  @ApiProperty({ type: String, maxLength: 1_000 })
  detail!: string;

  @ApiProperty({ type: Boolean })
  retryable!: boolean;
}

export class ProblemList {
  @ApiProperty({ type: [ProblemView], maxItems: 1_000 })
  data!: ProblemView[];
}
