import { ApiProperty } from '@nestjs/swagger';
import { CATEGORIES, GROUNDS } from './statement.domain.js';

/** Why something was restricted, in the fields of the EU Transparency Database. */
export class StatementView {
  @ApiProperty({ type: String, example: 'sta_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  caseId!: string;
  sellerId!: string;

  @ApiProperty({ enum: ['listing'] })
  subjectType!: string;
  subjectId!: string;

  @ApiProperty({ enum: ['removal', 'disabled'] })
  decisionVisibility!: string;

  @ApiProperty({ enum: GROUNDS })
  ground!: string;

  /** The law or the rule. */
  clause!: string;
  explanation!: string;

  /** What the decision rests on. */
  @ApiProperty({ type: [String], maxItems: 100 })
  facts!: string[];

  @ApiProperty({ enum: ['own_initiative', 'notice'] })
  source!: string;
  contentType!: string;

  @ApiProperty({ enum: CATEGORIES })
  category!: string;
  territorialScope!: string;
  automatedDetection!: boolean;

  @ApiProperty({ enum: ['fully', 'partially', 'no'] })
  automatedDecision!: string;

  /** How the decision can be challenged. */
  redress!: string;
  startsAt!: string;
  endsAt!: string | null;
  issuedAt!: string;
}
