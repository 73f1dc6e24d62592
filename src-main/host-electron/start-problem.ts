import type { Language } from '../../shared/locales/locales.ts';
import type { KeystoreProblem } from './keystore.ts';

/** Why Hashline cannot start or continue, as far as a person can do something about it. */
export type StartProblem = KeystoreProblem | 'switch' | 'altered' | 'engine' | 'page' | 'unexpected';

type Texts = Readonly<Record<StartProblem, string>>;

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    unavailable:
      'The system’s keystore is not available. Hashline keeps a secret of this computer in it and never stores it unprotected. Unlock or set up the keystore (Keychain, Windows account, GNOME Keyring, KWallet) and start Hashline again.',
    busy: 'The system’s keystore is there and does not answer: it is starting, or it waits for you to unlock it. The vault is unchanged. Unlock the keystore and start Hashline again.',
    'not-secure':
      'This desktop offers no keystore, only a fixed password that every program knows. Hashline never keeps a key that way. Install GNOME Keyring or KWallet, or name the one that is there with --password-store=gnome-libsecret or --password-store=kwallet6.',
    'cannot-open':
      'The system’s keystore does not open this computer’s secret. It was made by another user, on another computer, or before the keystore was replaced. The vault is unchanged; restore the keystore or use the vault’s recovery.',
    switch: 'Hashline does not start with this argument:',
    altered:
      'A library of Hashline is not the one that was shipped. Nothing was opened. Install Hashline again from a source you trust.',
    engine:
      'The engine ended several times in a row. The vault is closed and unchanged. Start Hashline again.',
    page: 'The page ended several times in a row. The vault is closed and unchanged. Start Hashline again.',
    unexpected: 'Hashline could not start.',
  },
  nl: {
    unavailable:
      'De sleutelbos van het systeem is niet beschikbaar. Hashline bewaart daarin een geheim van deze computer en slaat dat nooit onbeschermd op. Ontgrendel of maak de sleutelbos (Keychain, Windows-account, GNOME Keyring, KWallet) en start Hashline opnieuw.',
    busy: 'De sleutelbos van het systeem is er en antwoordt niet: hij start nog, of wacht tot u hem ontgrendelt. De kluis is onveranderd. Ontgrendel de sleutelbos en start Hashline opnieuw.',
    'not-secure':
      'Dit bureaublad heeft geen sleutelbos, alleen een vast wachtwoord dat elk programma kent. Zo bewaart Hashline nooit een sleutel. Installeer GNOME Keyring of KWallet, of noem de aanwezige met --password-store=gnome-libsecret of --password-store=kwallet6.',
    'cannot-open':
      'De sleutelbos van het systeem opent het geheim van deze computer niet. Het is gemaakt door een andere gebruiker, op een andere computer, of voor de sleutelbos werd vervangen. De kluis is onveranderd; herstel de sleutelbos of gebruik het herstel van de kluis.',
    switch: 'Hashline start niet met dit argument:',
    altered:
      'Een bibliotheek van Hashline is niet die welke geleverd werd. Er is niets geopend. Installeer Hashline opnieuw uit een bron die u vertrouwt.',
    engine:
      'De motor is meermaals achter elkaar gestopt. De kluis is gesloten en onveranderd. Start Hashline opnieuw.',
    page: 'De pagina is meermaals achter elkaar gestopt. De kluis is gesloten en onveranderd. Start Hashline opnieuw.',
    unexpected: 'Hashline kon niet starten.',
  },
  fr: {
    unavailable:
      'Le trousseau du système n’est pas disponible. Hashline y garde un secret de cet ordinateur et ne l’enregistre jamais sans protection. Déverrouillez ou créez le trousseau (Keychain, compte Windows, GNOME Keyring, KWallet), puis relancez Hashline.',
    busy: 'Le trousseau du système est là mais ne répond pas : il démarre, ou il attend que vous le déverrouilliez. Le coffre est inchangé. Déverrouillez le trousseau, puis relancez Hashline.',
    'not-secure':
      'Ce bureau n’offre aucun trousseau, seulement un mot de passe fixe que tout programme connaît. Hashline ne garde jamais une clé ainsi. Installez GNOME Keyring ou KWallet, ou indiquez celui qui existe avec --password-store=gnome-libsecret ou --password-store=kwallet6.',
    'cannot-open':
      'Le trousseau du système n’ouvre pas le secret de cet ordinateur. Il vient d’un autre utilisateur, d’un autre ordinateur ou d’un trousseau remplacé depuis. Le coffre est inchangé ; restaurez le trousseau ou utilisez la récupération du coffre.',
    switch: 'Hashline ne démarre pas avec cet argument :',
    altered:
      'Une bibliothèque de Hashline n’est pas celle qui a été livrée. Rien n’a été ouvert. Réinstallez Hashline depuis une source de confiance.',
    engine:
      'Le moteur s’est arrêté plusieurs fois de suite. Le coffre est fermé et inchangé. Relancez Hashline.',
    page: 'La page s’est arrêtée plusieurs fois de suite. Le coffre est fermé et inchangé. Relancez Hashline.',
    unexpected: 'Hashline n’a pas pu démarrer.',
  },
  de: {
    unavailable:
      'Der Schlüsselbund des Systems ist nicht verfügbar. Hashline bewahrt darin ein Geheimnis dieses Rechners auf und speichert es niemals ungeschützt. Entsperren oder erstellen Sie den Schlüsselbund (Keychain, Windows-Konto, GNOME Keyring, KWallet) und starten Sie Hashline neu.',
    busy: 'Der Schlüsselbund des Systems ist da und antwortet nicht: Er startet noch, oder er wartet darauf, dass Sie ihn entsperren. Der Tresor ist unverändert. Entsperren Sie den Schlüsselbund und starten Sie Hashline neu.',
    'not-secure':
      'Dieser Desktop hat keinen Schlüsselbund, nur ein festes Passwort, das jedes Programm kennt. So bewahrt Hashline niemals einen Schlüssel auf. Installieren Sie GNOME Keyring oder KWallet, oder nennen Sie den vorhandenen mit --password-store=gnome-libsecret oder --password-store=kwallet6.',
    'cannot-open':
      'Der Schlüsselbund des Systems öffnet das Geheimnis dieses Rechners nicht. Es stammt von einem anderen Benutzer, einem anderen Rechner oder aus der Zeit vor einem neuen Schlüsselbund. Der Tresor ist unverändert; stellen Sie den Schlüsselbund wieder her oder nutzen Sie die Wiederherstellung des Tresors.',
    switch: 'Hashline startet nicht mit diesem Argument:',
    altered:
      'Eine Bibliothek von Hashline ist nicht die ausgelieferte. Es wurde nichts geöffnet. Installieren Sie Hashline neu aus einer Quelle, der Sie vertrauen.',
    engine:
      'Die Engine endete mehrmals hintereinander. Der Tresor ist geschlossen und unverändert. Starten Sie Hashline neu.',
    page: 'Die Seite endete mehrmals hintereinander. Der Tresor ist geschlossen und unverändert. Starten Sie Hashline neu.',
    unexpected: 'Hashline konnte nicht starten.',
  },
};

/** @param locale the system's, such as `nl` or `nl-BE`; English where there is no translation */
export function startProblemText(problem: StartProblem, locale: string): string {
  const language = locale.toLowerCase().split(/[-_]/)[0] ?? 'en';
  const texts = isTranslated(language) ? TEXTS[language] : TEXTS.en;
  return texts[problem];
}

const isTranslated = (language: string): language is keyof typeof TEXTS => Object.hasOwn(TEXTS, language);
