import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { STAFF_ROLES, type StaffRole } from '../../kernel/index.js';
import { IsWireId, PageOf, PageQuery } from '../http/index.js';
import { AUDIT_KINDS, type AuditKind } from './audit-rule.js';

const LONGEST_ID = 80;

export class AuditQuery extends PageQuery {
  /** Who has read. */
  @IsOptional()
  @IsWireId('usr')
  actorId?: string;

  @ApiProperty({ enum: AUDIT_KINDS, required: false })
  @IsOptional()
  @IsIn(AUDIT_KINDS)
  kind?: AuditKind;

  /** What was read, `usr_…`, `sel_…`, `hld_…`. */
  @ApiProperty({ type: String, minLength: 1, maxLength: LONGEST_ID, required: false })
  @IsOptional()
  @IsString()
  @Length(1, LONGEST_ID)
  subjectId?: string;
}

/** One thing that one of the staff has read. */
export class AuditEntryView {
  /** Number of the entry. */
  id!: number;

  at!: string;

  /** Who has read it. */
  actorId!: string;

  /** The staff roles they held. */
  @ApiProperty({ enum: STAFF_ROLES, isArray: true, maxItems: STAFF_ROLES.length })
  roles!: StaffRole[];

  @ApiProperty({ enum: AUDIT_KINDS })
  kind!: AuditKind;

  subjectId!: string;

  /** `Request-Id` of the answer. */
  requestId!: string | null;

  /** `Audit-Reason` of the request. */
  reason!: string | null;
}

export class AuditEntryPage extends PageOf(AuditEntryView) {}
