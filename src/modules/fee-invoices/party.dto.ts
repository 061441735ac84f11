import { ApiProperty } from '@nestjs/swagger';
import type { Party } from './parties.js';

export class PartyAddressView {
  street!: string;
  postalCode!: string | null;
  city!: string;
  region!: string | null;

  /** ISO 3166-1 alpha-2. */
  country!: string;
}

/** Whom a document was issued to, as it was called and registered then. */
export class PartyView {
  name!: string;
  legalName!: string | null;

  /** Null when the seller had not said where it is registered. */
  @ApiProperty({ type: PartyAddressView, nullable: true })
  address!: PartyAddressView | null;

  vatId!: string | null;
}

export function partyView({ name, legalName, address }: Party): PartyView {
  if (!address) return { name, legalName, address: null, vatId: null };
  const { vatId, ...place } = address;
  return { name, legalName, address: place, vatId };
}
