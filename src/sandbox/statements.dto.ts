import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';
import { DAMAGES, FILE_ENCODINGS, type Damage, type FileEncoding } from './provider/index.js';

export const SANDBOX_STATEMENTS = ['balance_csv', 'bank_csv', 'camt_053'] as const;
export type SandboxStatement = (typeof SANDBOX_STATEMENTS)[number];

export class FetchStatementDto {
  /** The provider’s balance report, or its bank’s statement. */
  @ApiProperty({ enum: SANDBOX_STATEMENTS, enumName: 'SandboxStatement' })
  @IsIn([...SANDBOX_STATEMENTS])
  format!: SandboxStatement;

  /** The first day; since the beginning, when absent. Days are those of the provider. */
  @IsOptional()
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/)
  @IsISO8601({ strict: true })
  from?: string;

  /** The last day; until now, when absent. */
  @IsOptional()
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/)
  @IsISO8601({ strict: true })
  to?: string;

  /** What shall be wrong with the file. */
  @ApiProperty({ enum: DAMAGES, enumName: 'StatementDamage', required: false })
  @IsOptional()
  @IsIn([...DAMAGES])
  damage?: Damage;

  /** Which line is damaged: the one of this id, or the first of this type, as `charge` or `payout`. */
  @IsOptional()
  @Matches(/^[\w-]{2,80}$/)
  line?: string;

  @ApiProperty({ enum: FILE_ENCODINGS, enumName: 'SandboxFileEncoding', required: false })
  @IsOptional()
  @IsIn([...FILE_ENCODINGS])
  encoding?: FileEncoding;
}
