import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { MEMBER_ROLES, toWire, type MemberRole } from '../../kernel/index.js';
import { PageOf } from '../../platform/http/index.js';
import type { Member, UserSummary } from '../identity/index.js';
import type { Invitation, NewInvitation } from './invitations.repository.js';

export class InvitationDto {
  /** Whom to invite; the person accepts with the code, signed in with this address. */
  @ApiProperty({ example: 'grace@example.com', maxLength: 254, format: 'email' })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  /** What the person may do for the seller; each role includes the ones after it. */
  @ApiProperty({ enum: MEMBER_ROLES, enumName: 'MemberRole' })
  @IsIn(MEMBER_ROLES)
  role!: MemberRole;
}

export class AcceptanceDto {
  /** The code that came with the invitation, from the seller that invited. */
  @ApiProperty({ minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  acceptanceCode!: string;
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

/** An invitation with its code, which no later answer contains. */
export class NewInvitationView extends InvitationView {
  /** Hand it to the person: accepting takes it. It is shown this once. */
  acceptanceCode!: string;

  static withCode(invitation: NewInvitation): NewInvitationView {
    return { ...InvitationView.of(invitation), acceptanceCode: invitation.acceptanceCode };
  }
}

export class MemberPage extends PageOf(MemberView) {}
export class InvitationPage extends PageOf(InvitationView) {}
