import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, MaxLength } from 'class-validator';
import { MEMBER_ROLES, toWire, type MemberRole } from '../../kernel/index.js';
import { PageOf } from '../../platform/http/index.js';
import type { Member, UserSummary } from '../identity/index.js';
import type { Invitation } from './invitations.repository.js';

export class InvitationDto {
  /** Whom to invite; the person accepts after signing in with this address. */
  @ApiProperty({ example: 'grace@example.com', maxLength: 254, format: 'email' })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  /** What the person may do for the seller; each role includes the ones after it. */
  @ApiProperty({ enum: MEMBER_ROLES, enumName: 'MemberRole' })
  @IsIn(MEMBER_ROLES)
  role!: MemberRole;
}

export class MemberChangeDto {
  @ApiProperty({ enum: MEMBER_ROLES, enumName: 'MemberRole' })
  @IsIn(MEMBER_ROLES)
  role!: MemberRole;
}

export class MemberView {
  userId!: string;

  displayName!: string;

  /** Enough of the address to recognise it by. */
  email!: string;

  @ApiProperty({ enum: MEMBER_ROLES, enumName: 'MemberRole' })
  role!: MemberRole;

  /** When the person began to act for the seller. */
  joinedAt!: string;

  static of(member: Member, user: UserSummary | undefined): MemberView {
    return {
      userId: toWire('usr', member.userId),
      displayName: user?.displayName ?? '',
      email: user?.email ?? '',
      role: member.role,
      joinedAt: member.since.toISOString(),
    };
  }
}

export class InvitationView {
  invitationId!: string;

  sellerId!: string;

  /** The invited address, for the seller that invited it and for its owner. */
  email!: string;

  @ApiProperty({ enum: MEMBER_ROLES, enumName: 'MemberRole' })
  role!: MemberRole;

  createdAt!: string;

  expiresAt!: string;

  static of(invitation: Invitation): InvitationView {
    return {
      invitationId: toWire('mem', invitation.invitationId),
      sellerId: toWire('sel', invitation.sellerId),
      email: invitation.email,
      role: invitation.role,
      createdAt: invitation.createdAt.toISOString(),
      expiresAt: invitation.expiresAt.toISOString(),
    };
  }
}

export class MemberPage extends PageOf(MemberView) {}
export class InvitationPage extends PageOf(InvitationView) {}
