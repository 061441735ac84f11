import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { DOCUMENT_KINDS, type DocumentKind } from './verification-provider.js';
import type { Outcome } from './verifications.repository.js';

const OUTCOMES = ['verified', 'more_documents', 'rejected'] as const;

export class StandingDecisionDto {
  /** Why; the seller reads it. */
  @ApiProperty({ example: 'Sold counterfeits twice within a month.', minLength: 3, maxLength: 500 })
  @IsString()
  @Length(3, 500)
  @Matches(/\S/u)
  reason!: string;
}

export class VerificationDecisionDto {
  @ApiProperty({ enum: OUTCOMES, enumName: 'VerificationOutcome' })
  @IsIn(OUTCOMES)
  outcome!: Outcome;

  /** Why; the seller reads it. */
  @ApiProperty({ example: 'The registration names another person.', minLength: 3, maxLength: 500 })
  @IsString()
  @Length(3, 500)
  @Matches(/\S/u)
  reason!: string;

  /** Kinds of documents that the next submission has to contain. */
  @ApiProperty({ enum: DOCUMENT_KINDS, enumName: 'DocumentKind', isArray: true, maxItems: 3, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(DOCUMENT_KINDS.length)
  @ArrayUnique()
  @IsIn(DOCUMENT_KINDS, { each: true })
  missing?: DocumentKind[];
}
