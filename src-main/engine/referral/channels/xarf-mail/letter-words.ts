import type { NoticeLanguage } from '../../../../../shared/domain/contact.ts';
import type { ReferralKind } from '../../../../../shared/domain/referral.ts';

/**
 * The words of a notice. `{…}` is filled in. Together they have what a notice must contain under Article 16(2) of the
 * Digital Services Act (Regulation (EU) 2022/2065): the reasons (a), the exact address (b), who writes (c), and the
 * statement of good faith (d).
 */
export interface LetterWords {
  subject: Readonly<Record<ReferralKind, string>>;
  greeting: string;
  /** Why this is written, and why the material is illegal: (a). */
  opening: Readonly<Record<ReferralKind, string>>;
  /** The law that makes the material illegal. */
  reason: Readonly<Record<'baseline' | 'other', string>>;
  hosted: string;
  address: string;
  ip: string;
  hashes: string;
  ask: string;
  never: string;
  flagger: string;
  goodFaith: string;
  reference: string;
  earlier: string;
  report: string;
  closing: string;
}

export const LETTER_WORDS: Readonly<Record<NoticeLanguage, LetterWords>> = {
  en: {
    subject: {
      new: 'Notice of illegal content (child sexual abuse material), reference {reference}',
      amendment: 'Amended notice of illegal content (child sexual abuse material), reference {reference}',
      retraction: 'Notice withdrawn, reference {reference}',
    },
    greeting: 'To whom it may concern,',
    opening: {
      new: '{organisation} is a hotline against child sexual abuse online. This is a notice of illegal content on your service, under Article 16 of Regulation (EU) 2022/2065 (Digital Services Act).',
      amendment:
        '{organisation} is a hotline against child sexual abuse online. This notice, under Article 16 of Regulation (EU) 2022/2065 (Digital Services Act), replaces the earlier one named below: the content was assessed again, and is illegal.',
      retraction:
        '{organisation} withdraws the notice named below. The content was assessed again, and the hotline no longer asks you to remove it. If you have restricted anything because of that notice alone, please review it.',
    },
    reason: {
      baseline:
        'In the judgement of a trained analyst, the content is child sexual abuse material: a depiction of a real child, which is illegal under Directive 2011/93/EU and in every member state.',
      other:
        'In the judgement of a trained analyst, the content is material of child sexual exploitation that is illegal under the law that applies to the hotline (Directive 2011/93/EU and the national law).',
    },
    hosted: 'Hosting country as far as known: {country}',
    address: 'Exact address of the content:',
    ip: 'IP address in the report: {ip}',
    hashes: 'Hashes of the content:',
    ask: 'Please remove the content or disable access to it without delay, keep the data that the law requires you to keep for the police, and tell us what you decided by answering this message.',
    never:
      'The hotline has not visited the address. This message contains no image or video, and please send none: possessing and sending such material is a crime. A copy belongs to the police alone.',
    flagger:
      '{organisation} is a trusted flagger under Article 22 of Regulation (EU) 2022/2065, named by {flagger}. This notice takes priority.',
    goodFaith:
      'We believe in good faith that the information and allegations in this notice are accurate and complete.',
    reference: 'Reference: {reference}',
    earlier: 'Earlier notice: {earlier}',
    report: 'The attached file xarf.json is the same notice for programs (XARF {version}).',
    closing: 'Yours faithfully,',
  },
  nl: {
    subject: {
      new: 'Melding van illegale inhoud (beelden van seksueel misbruik van kinderen), referentie {reference}',
      amendment:
        'Gewijzigde melding van illegale inhoud (beelden van seksueel misbruik van kinderen), referentie {reference}',
      retraction: 'Melding ingetrokken, referentie {reference}',
    },
    greeting: 'Geachte heer, mevrouw,',
    opening: {
      new: '{organisation} is een meldpunt tegen seksueel misbruik van kinderen online. Dit is een melding van illegale inhoud op uw dienst, op grond van artikel 16 van Verordening (EU) 2022/2065 (digitaledienstenverordening).',
      amendment:
        '{organisation} is een meldpunt tegen seksueel misbruik van kinderen online. Deze melding, op grond van artikel 16 van Verordening (EU) 2022/2065 (digitaledienstenverordening), vervangt de eerdere hieronder: de inhoud werd opnieuw beoordeeld en is illegaal.',
      retraction:
        '{organisation} trekt de melding hieronder in. De inhoud werd opnieuw beoordeeld en het meldpunt vraagt u niet langer ze te verwijderen. Hebt u alleen door die melding iets beperkt, bekijk dat dan opnieuw.',
    },
    reason: {
      baseline:
        'Volgens een opgeleide analist is de inhoud materiaal van seksueel misbruik van kinderen: een afbeelding van een echt kind, illegaal volgens Richtlijn 2011/93/EU en in elke lidstaat.',
      other:
        'Volgens een opgeleide analist is de inhoud materiaal van seksuele uitbuiting van kinderen dat illegaal is volgens het recht dat voor het meldpunt geldt (Richtlijn 2011/93/EU en het nationale recht).',
    },
    hosted: 'Land van hosting, voor zover bekend: {country}',
    address: 'Exact adres van de inhoud:',
    ip: 'IP-adres in het bericht: {ip}',
    hashes: 'Hashes van de inhoud:',
    ask: 'Verwijder de inhoud of maak ze onverwijld ontoegankelijk, bewaar de gegevens die u volgens de wet voor de politie moet bewaren, en laat ons in een antwoord op dit bericht weten wat u besliste.',
    never:
      'Het meldpunt heeft het adres niet bezocht. Dit bericht bevat geen beeld of video, en stuur er ook geen: zulk materiaal bezitten en versturen is strafbaar. Een kopie hoort alleen bij de politie.',
    flagger:
      '{organisation} is een betrouwbare flagger volgens artikel 22 van Verordening (EU) 2022/2065, aangewezen door {flagger}. Deze melding heeft voorrang.',
    goodFaith:
      'Wij menen te goeder trouw dat de informatie en de beweringen in deze melding juist en volledig zijn.',
    reference: 'Referentie: {reference}',
    earlier: 'Eerdere melding: {earlier}',
    report: 'Het bijgevoegde bestand xarf.json is dezelfde melding voor programma’s (XARF {version}).',
    closing: 'Met vriendelijke groeten,',
  },
  fr: {
    subject: {
      new: 'Notification de contenu illicite (abus sexuels sur des enfants), référence {reference}',
      amendment:
        'Notification modifiée de contenu illicite (abus sexuels sur des enfants), référence {reference}',
      retraction: 'Notification retirée, référence {reference}',
    },
    greeting: 'Madame, Monsieur,',
    opening: {
      new: '{organisation} est un service de signalement des abus sexuels sur des enfants en ligne. Ceci est une notification de contenu illicite sur votre service, au titre de l’article 16 du règlement (UE) 2022/2065 (règlement sur les services numériques).',
      amendment:
        '{organisation} est un service de signalement des abus sexuels sur des enfants en ligne. Cette notification, au titre de l’article 16 du règlement (UE) 2022/2065 (règlement sur les services numériques), remplace celle nommée ci-dessous : le contenu a été réévalué et est illicite.',
      retraction:
        '{organisation} retire la notification nommée ci-dessous. Le contenu a été réévalué et nous ne demandons plus son retrait. Si vous avez pris une mesure en raison de cette seule notification, veuillez la réexaminer.',
    },
    reason: {
      baseline:
        'Selon un analyste formé, le contenu est du matériel d’abus sexuels sur des enfants : la représentation d’un enfant réel, illicite en vertu de la directive 2011/93/UE et dans chaque État membre.',
      other:
        'Selon un analyste formé, le contenu est du matériel d’exploitation sexuelle d’enfants, illicite en vertu du droit applicable au service de signalement (directive 2011/93/UE et droit national).',
    },
    hosted: 'Pays d’hébergement, pour autant que connu : {country}',
    address: 'Adresse exacte du contenu :',
    ip: 'Adresse IP dans le signalement : {ip}',
    hashes: 'Empreintes du contenu :',
    ask: 'Veuillez retirer le contenu ou en rendre l’accès impossible sans délai, conserver les données que la loi vous impose de conserver pour la police, et nous faire part de votre décision en répondant à ce message.',
    never:
      'Nous n’avons pas visité l’adresse. Ce message ne contient ni image ni vidéo ; n’en envoyez pas non plus : détenir et envoyer un tel matériel est un crime. Une copie revient à la police seule.',
    flagger:
      '{organisation} est un signaleur de confiance au sens de l’article 22 du règlement (UE) 2022/2065, désigné par {flagger}. Cette notification est prioritaire.',
    goodFaith:
      'Nous pensons de bonne foi que les informations et allégations de cette notification sont exactes et complètes.',
    reference: 'Référence : {reference}',
    earlier: 'Notification antérieure : {earlier}',
    report: 'Le fichier joint xarf.json est la même notification pour les programmes (XARF {version}).',
    closing: 'Veuillez agréer nos salutations distinguées,',
  },
  de: {
    subject: {
      new: 'Meldung rechtswidriger Inhalte (Darstellung sexuellen Kindesmissbrauchs), Referenz {reference}',
      amendment:
        'Geänderte Meldung rechtswidriger Inhalte (Darstellung sexuellen Kindesmissbrauchs), Referenz {reference}',
      retraction: 'Meldung zurückgezogen, Referenz {reference}',
    },
    greeting: 'Sehr geehrte Damen und Herren,',
    opening: {
      new: '{organisation} ist eine Meldestelle gegen sexuellen Kindesmissbrauch im Internet. Dies ist eine Meldung rechtswidriger Inhalte in Ihrem Dienst nach Artikel 16 der Verordnung (EU) 2022/2065 (Gesetz über digitale Dienste).',
      amendment:
        '{organisation} ist eine Meldestelle gegen sexuellen Kindesmissbrauch im Internet. Diese Meldung nach Artikel 16 der Verordnung (EU) 2022/2065 (Gesetz über digitale Dienste) ersetzt die unten genannte frühere: der Inhalt wurde erneut beurteilt und ist rechtswidrig.',
      retraction:
        '{organisation} zieht die unten genannte Meldung zurück. Der Inhalt wurde erneut beurteilt, und wir bitten nicht mehr um seine Entfernung. Haben Sie allein wegen jener Meldung etwas eingeschränkt, prüfen Sie das bitte erneut.',
    },
    reason: {
      baseline:
        'Nach dem Urteil einer geschulten Fachkraft ist der Inhalt eine Darstellung sexuellen Missbrauchs eines wirklichen Kindes, rechtswidrig nach der Richtlinie 2011/93/EU und in jedem Mitgliedstaat.',
      other:
        'Nach dem Urteil einer geschulten Fachkraft ist der Inhalt Material sexueller Ausbeutung von Kindern, rechtswidrig nach dem Recht, das für die Meldestelle gilt (Richtlinie 2011/93/EU und nationales Recht).',
    },
    hosted: 'Land des Hostings, soweit bekannt: {country}',
    address: 'Genaue Adresse des Inhalts:',
    ip: 'IP-Adresse in der Meldung: {ip}',
    hashes: 'Hashwerte des Inhalts:',
    ask: 'Bitte entfernen Sie den Inhalt unverzüglich oder sperren Sie den Zugang dazu, bewahren Sie die Daten auf, die das Gesetz für die Polizei verlangt, und teilen Sie uns Ihre Entscheidung als Antwort auf diese Nachricht mit.',
    never:
      'Die Meldestelle hat die Adresse nicht aufgerufen. Diese Nachricht enthält weder Bild noch Video, und bitte senden Sie keines: Besitz und Versand solchen Materials sind strafbar. Eine Kopie gehört allein zur Polizei.',
    flagger:
      '{organisation} ist vertrauenswürdiger Hinweisgeber nach Artikel 22 der Verordnung (EU) 2022/2065, anerkannt durch {flagger}. Diese Meldung ist vorrangig zu bearbeiten.',
    goodFaith:
      'Wir sind in gutem Glauben davon überzeugt, dass die Angaben und Anführungen in dieser Meldung richtig und vollständig sind.',
    reference: 'Referenz: {reference}',
    earlier: 'Frühere Meldung: {earlier}',
    report: 'Die angehängte Datei xarf.json ist dieselbe Meldung für Programme (XARF {version}).',
    closing: 'Mit freundlichen Grüßen',
  },
};
