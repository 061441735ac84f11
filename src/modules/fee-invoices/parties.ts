import { Injectable } from '@nestjs/common';
import { toWire } from '../../kernel/index.js';
import { Sellers, type RegisteredAddress } from '../sellers/index.js';

/** Whom a document is for, as it was called when the document was issued. */
export interface Party {
  /** Wire form. */
  readonly sellerId: string;
  readonly name: string;
  readonly legalName: string | null;
  /** ISO 3166-1 alpha-2; null when nothing is known of the seller. */
  readonly country: string | null;
  /** Where it was registered; absent on documents from before sellers could say so. */
  readonly address?: RegisteredAddress | null;
}

@Injectable()
export class Parties {
  constructor(private readonly sellers: Sellers) {}

  async of(sellerId: string): Promise<Party> {
    const id = toWire('sel', sellerId);
    const seller = (await this.sellers.viewsOf([sellerId])).get(sellerId);
    if (!seller) return { sellerId: id, name: id, legalName: null, country: null };
    const legalName = (await this.sellers.legalNameOf(sellerId)) ?? null;
    const address = (await this.sellers.registeredAddressOf(sellerId)) ?? null;
    return { sellerId: id, name: seller.name, legalName, country: seller.country, address };
  }
}

/** As the head of a letter, and who it is with us. */
export const letterHeadOf = ({ name, legalName, country, address, sellerId }: Party): string[] => [
  name,
  ...(legalName === null || legalName === name ? [] : [legalName]),
  ...(address ? linesOf(address) : country === null ? [] : [countryName(country)]),
  ...(address?.vatId ? [`VAT ID ${address.vatId}`] : []),
  sellerId,
];

const linesOf = ({ street, postalCode, city, region, country }: RegisteredAddress): string[] => [
  street,
  postalCode === null ? city : `${postalCode} ${city}`,
  ...(region === null ? [] : [region]),
  countryName(country),
];

/** `China`; the code itself for one that has no name. */
export const countryName = (code: string): string =>
  new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' }).of(code) ?? code;
