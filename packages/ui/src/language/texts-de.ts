import type { Texts } from './texts.js';

export const TEXTS_DE: Texts = {
  faults: {
    'camera-permission-denied': {
      title: 'Diese Seite darf die Kamera nicht benutzen',
      remedy:
        'Klicken Sie auf das Kamerasymbol in der Adressleiste, erlauben Sie die Kamera für diese Seite und versuchen Sie es erneut.',
    },
    'camera-not-found': {
      title: 'Es ist keine Kamera da',
      remedy:
        'Schließen Sie eine Kamera an oder schalten Sie sie in den Systemeinstellungen ein und versuchen Sie es erneut.',
    },
    'camera-in-use': {
      title: 'Ein anderes Programm benutzt die Kamera',
      remedy:
        'Schließen Sie andere Programme und Tabs, die die Kamera benutzen, und versuchen Sie es erneut.',
    },
    'camera-unsatisfiable': {
      title: 'Diese Kamera ist nicht mehr da',
      remedy: 'Wählen Sie eine andere Kamera.',
    },
    'camera-disconnected': {
      title: 'Die Kamera wurde getrennt',
      remedy: 'Schließen Sie sie wieder an und versuchen Sie es erneut.',
    },
    'camera-unsupported': {
      title: 'Dieser Browser gibt Seiten keine Kamera',
      remedy:
        'Nehmen Sie ein aktuelles Chrome, Edge, Firefox oder Safari, oder öffnen Sie ein Bild.',
    },
    'camera-failed': {
      title: 'Die Kamera lässt sich nicht öffnen',
      remedy: 'Versuchen Sie es erneut; wenn es bleibt, starten Sie den Browser neu.',
    },
    'insecure-page': {
      title: 'Diese Adresse ist nicht sicher',
      remedy:
        'Öffnen Sie die Seite über https oder auf localhost: Anderen Seiten geben Browser keine Kamera.',
    },
    'model-missing': {
      title: 'Das Modell fehlt',
      remedy:
        'Auf dem Server liegt keine Modelldatei für diese Seite. Wer die Seite betreibt, muss sie ergänzen.',
    },
    'model-not-a-model': {
      title: 'Der Server schickte etwas anderes als das Modell',
      remedy:
        'Oft ist das eine Anmeldeseite des Netzes: Melden Sie sich an und versuchen Sie es erneut.',
    },
    'model-altered': {
      title: 'Das Modell wurde verändert',
      remedy:
        'Die Datei ist nicht die, mit der diese Seite gebaut wurde; sie wird nicht benutzt. Laden Sie die Seite neu.',
    },
    'model-unreachable': {
      title: 'Das Modell war nicht zu erreichen',
      remedy: 'Prüfen Sie das Netz und versuchen Sie es erneut.',
    },
    'model-unloadable': {
      title: 'Das Modell lässt sich nicht laden',
      remedy: 'Laden Sie die Seite neu. Wenn es bleibt, ist die Modelldatei beschädigt.',
    },
    'no-execution-provider': {
      title: 'Dieser Browser kann das Modell nicht ausführen',
      remedy:
        'Nehmen Sie ein aktuelles Chrome, Edge, Firefox oder Safari, oder stellen Sie die Berechnung auf „Automatisch“.',
    },
    'model-lost': {
      title: 'Das Modell ist stehen geblieben',
      remedy: 'Der Browser hat ihm Speicher oder Grafikkarte entzogen. Versuchen Sie es erneut.',
    },
    'picture-unreadable': {
      title: 'Dieses Bild ist nicht lesbar',
      remedy: 'Die Datei ist beschädigt oder kein Bild. Wählen Sie eine andere.',
    },
    'picture-unsupported': {
      title: 'Diese Art von Bild ist hier nicht bekannt',
      remedy: 'Nehmen Sie JPEG, PNG, WebP, AVIF oder GIF.',
    },
    unexpected: {
      title: 'Etwas ist schiefgegangen',
      remedy: 'Versuchen Sie es erneut; wenn es bleibt, laden Sie die Seite neu.',
    },
  },
  cameraStates: {
    'no-signal': 'Die Kamera sendet kein Bild.',
    frozen: 'Das Bild steht still. Hängt die Kamera?',
    black: 'Es ist zu dunkel. Ist die Linse verdeckt?',
    'over-exposed': 'Es ist zu hell.',
    blurred: 'Unscharf: Kamera ruhig halten und scharf stellen lassen.',
  },
  language: 'Sprache',
  theme: 'Darstellung',
  themes: { auto: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  modes: 'Art der Bilder',
  skipToAnswer: 'Zur Antwort springen',
  simulated: 'simuliert',
  simulatedCamera: 'Simulierte Kamera',
  camera: 'Kamera',
  cameraNumber: (number) => `Kamera ${number}`,
  startTitle: 'Woher sollen die Bilder kommen?',
  startNote: 'Die Bilder werden auf diesem Gerät ausgewertet. Keines wird verschickt.',
  useCamera: 'Kamera benutzen',
  useSimulated: 'Simulierte Kamera',
  openPicture: 'Bild öffnen',
  openPictureNote: 'oder irgendwo eines ablegen oder einfügen',
  dropHere: 'Bild hier ablegen',
  backToCamera: 'Zurück zur Kamera',
  back: 'Zurück',
  pause: 'Pause',
  resume: 'Weiter',
  paused: 'Angehalten',
  live: 'Live',
  picture: 'Bild',
  opening: 'Die Kamera wird geöffnet …',
  askingPermission: 'Der Browser fragt, ob diese Seite die Kamera benutzen darf.',
  noCameraFound: 'Keine Kamera gefunden, darum eine gezeichnete Szene.',
  tryAgain: 'Erneut versuchen',
  technicalDetails: 'Technische Einzelheiten',
  loadingModel: 'Das Modell wird geholt',
  preparingModel: 'Das Modell wird vorbereitet',
  loadedOf: (received, total) => `${received} von ${total}`,
  looking: 'Ich sehe hin …',
  noPicture: 'Noch kein Bild',
  confidence: 'Sicherheit',
  alternatives: 'Was es sein könnte',
  facts: 'Berechnung',
  executionProvider: 'Ausführung auf',
  automatic: 'Automatisch',
  whyThis: 'Warum diese',
  attemptOutcomes: {
    selected: 'in Gebrauch',
    unavailable: 'nicht da',
    failed: 'fehlgeschlagen',
    'self-check-failed': 'rechnete falsch',
  },
  framesPerSecond: 'Bilder je Sekunde',
  latency: 'Verzögerung',
  latencyMost: (milliseconds) => `95 % in ${milliseconds} ms`,
  latencyNote: 'vom Bild zur Antwort: die Hälfte, und 95 von 100',
  model: 'Modell',
  accuracy: 'Genauigkeit',
  accuracyOf: (percent, count) => `${percent} von ${count.toLocaleString('de')} Fotos`,
  aboutModel: 'Über das Modell',
  notFor: 'Nicht für',
  licence: 'Lizenz',
  history: 'Ereignisse',
  historyNote: 'Nur auf diesem Gerät gespeichert.',
  historyEmpty: 'Hier steht, was erkannt wurde.',
  clear: 'Löschen',
  reallyClear: 'Alle löschen?',
  cancel: 'Abbrechen',
  cleared: 'Alle Ereignisse sind gelöscht.',
  export: 'Exportieren',
  onDevice: 'Nichts verlässt dieses Gerät',
};
