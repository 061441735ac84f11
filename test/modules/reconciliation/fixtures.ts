/** Statements as banks and providers write them; all names, accounts and amounts are made up. */
export const CAMT_08 = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>2026-064-001</MsgId><CreDtTm>2026-03-05T05:12:00+01:00</CreDtTm></GrpHdr>
    <Stmt>
      <Id>2026-064-001-1</Id>
      <ElctrncSeqNb>64</ElctrncSeqNb>
      <CreDtTm>2026-03-05T05:12:00+01:00</CreDtTm>
      <Acct>
        <Id><IBAN>DE89370400440532013000</IBAN></Id>
        <Ccy>EUR</Ccy>
        <Ownr><Nm>Sonnenschein Treuhand GmbH &amp; Co. KG</Nm></Ownr>
      </Acct>
      <Bal>
        <Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>
        <Amt Ccy="EUR">12500.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-03</Dt></Dt>
      </Bal>
      <Bal>
        <Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>
        <Amt Ccy="EUR">12623.49</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-05</Dt></Dt>
      </Bal>
      <!-- what the provider settled -->
      <Ntry>
        <NtryRef>1</NtryRef>
        <Amt Ccy="EUR">126.50</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd>
        <RvslInd>false</RvslInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2026-03-04</Dt></BookgDt>
        <ValDt><Dt>2026-03-04</Dt></ValDt>
        <AcctSvcrRef>2026030400017</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><AcctSvcrRef>PSP-77120</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
          <Amt Ccy="EUR">126.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>
          <RltdPties><Dbtr><Pty><Nm>Kartendienst AG</Nm></Pty></Dbtr></RltdPties>
          <RmtInf><Ustrd>AUSZAHLUNG st_4f2a91c07be34d55 VOM 03.03.</Ustrd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>

      <Ntry>
        <NtryRef>2</NtryRef>
        <Amt Ccy="EUR">90.00</Amt>
        <CdtDbtInd>DBIT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><DtTm>2026-03-04T16:01:00+01:00</DtTm></BookgDt>
        <ValDt><DtTm>2026-03-04T16:01:00+01:00</DtTm></ValDt>
        <AcctSvcrRef>2026030400018</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>019539d66c0070008000000000000001</EndToEndId></Refs>
          <RltdPties><Cdtr><Pty><Nm>Bäckerei Özdemir</Nm></Pty></Cdtr></RltdPties>
        </TxDtls></NtryDtls>
      </Ntry>

      <Ntry>
        <NtryRef>3</NtryRef>
        <Amt Ccy="EUR">86.99</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2026-03-05</Dt></BookgDt>
        <ValDt><Dt>2026-03-05</Dt></ValDt>
        <AcctSvcrRef>2026030400019</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>019539d66c0070008000000000000002</EndToEndId></Refs>
          <RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>
        </TxDtls></NtryDtls>
        <AddtlNtryInf>RETOURE</AddtlNtryInf>
      </Ntry>
      <Ntry>
        <Amt Ccy="EUR">5.00</Amt>
        <CdtDbtInd>DBIT</CdtDbtInd>
        <Sts><Cd>PDNG</Cd></Sts>
        <AcctSvcrRef>2026030400020</AcctSvcrRef>
      </Ntry>
    </Stmt>
  </BkToCstmrStmt>
</Document>
`;

/** Dinars with three decimals, two payouts in one booking, an entry that has only a number of its own. */
export const CAMT_BATCH_02 = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<Stmt><Id>STMT-KW-3</Id><Acct><Id><Othr><Id>0011223344</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>PRCD</Cd></CdOrPrtry></Tp><Amt Ccy="KWD">200.500</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="KWD">0.005</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><NtryRef>6</NtryRef><Amt Ccy="KWD">200.500</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<ValDt><Dt>2026-03-04</Dt></ValDt><AcctSvcrRef>B-5501</AcctSvcrRef>
<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>
<TxDtls><Refs><EndToEndId>019539d6-6c00-7000-8000-00000000000a</EndToEndId></Refs>
<AmtDtls><TxAmt><Amt Ccy="KWD">120.000</Amt></TxAmt></AmtDtls></TxDtls>
<TxDtls><Refs><EndToEndId>019539d6-6c00-7000-8000-00000000000b</EndToEndId></Refs>
<AmtDtls><TxAmt><Amt Ccy="KWD">80.500</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls></Ntry>
<Ntry><NtryRef>7</NtryRef><Amt Ccy="KWD">0.005</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-03-04</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>interest</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`;

export const GERMAN_CSV = [
  'Buchungsnummer;Buchungstag;Valuta;Umsatzart;Betrag;Währung;Ende-zu-Ende-Referenz;Referenz;Verwendungszweck',
  '20260304-1;04.03.2026;04.03.2026;Gutschrift;1.234.567,89;EUR;;;"Sammelüberweisung; Märzumsätze"',
  '20260304-2;04.03.2026;04.03.2026;Überweisung;-90,00;EUR;019539d66c0070008000000000000001;;"Auszahlung ""Müller"""',
  '20260305-1;05.03.2026;05.03.2026;Rückgabe;90,00;EUR;019539d66c0070008000000000000001;;Konto erloschen',
  '',
].join('\r\n');

export const STRIPE_CSV = [
  'balance_transaction_id,created,currency,gross,fee,net,reporting_category,source_id,payment_intent_id,description',
  'txn_1a,2026-03-04 10:11:12,eur,130.00,3.50,126.50,charge,ch_5,pi_77,"An order, paid"',
  'txn_1b,2026-03-04 11:00:00,eur,-48.00,0.00,-48.00,refund,re_12,pi_77,',
  'txn_1c,2026-03-05 09:00:00,eur,-130.00,15.00,-145.00,dispute,du_3,pi_77,',
  'txn_1d,2026-03-06 00:00:00,eur,-50.00,0.00,-50.00,payout,po_9,,',
  'txn_1e,2026-03-06 01:00:00,eur,-90.00,0.00,-90.00,transfer,tr_4,,',
  '',
].join('\n');
