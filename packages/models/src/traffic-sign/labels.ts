import type { LabelDetails } from '@ocelli/core';

/**
 * The 43 classes of GTSRB, in the order of their official ids. Aliases are the id as copies of the dataset
 * write it (two digits, plain, five digits) and the number of the sign in the German catalogue (Anlagen 1
 * to 3 of the StVO; with a subnumber, the VzKat), whose wording the German names follow. The Chinese names
 * use the words of GB 5768.2 where it has such a sign.
 */
export const TRAFFIC_SIGN_LABELS = {
  'speed-limit-20': {
    aliases: ['00', '0', '00000', 'Zeichen 274-20'],
    displayNames: {
      en: 'Speed limit 20 km/h',
      de: 'Zulässige Höchstgeschwindigkeit 20 km/h',
      zh: '限速 20 公里/小时',
    },
  },
  'speed-limit-30': {
    aliases: ['01', '1', '00001', 'Zeichen 274-30'],
    displayNames: {
      en: 'Speed limit 30 km/h',
      de: 'Zulässige Höchstgeschwindigkeit 30 km/h',
      zh: '限速 30 公里/小时',
    },
  },
  'speed-limit-50': {
    aliases: ['02', '2', '00002', 'Zeichen 274-50'],
    displayNames: {
      en: 'Speed limit 50 km/h',
      de: 'Zulässige Höchstgeschwindigkeit 50 km/h',
      zh: '限速 50 公里/小时',
    },
  },
  'speed-limit-60': {
    aliases: ['03', '3', '00003', 'Zeichen 274-60'],
    displayNames: {
      en: 'Speed limit 60 km/h',
      de: 'Zulässige Höchstgeschwindigkeit 60 km/h',
      zh: '限速 60 公里/小时',
    },
  },
  'speed-limit-70': {
    aliases: ['04', '4', '00004', 'Zeichen 274-70'],
    displayNames: {
      en: 'Speed limit 70 km/h',
      de: 'Zulässige Höchstgeschwindigkeit 70 km/h',
      zh: '限速 70 公里/小时',
    },
  },
  'speed-limit-80': {
    aliases: ['05', '5', '00005', 'Zeichen 274-80'],
    displayNames: {
      en: 'Speed limit 80 km/h',
      de: 'Zulässige Höchstgeschwindigkeit 80 km/h',
      zh: '限速 80 公里/小时',
    },
  },
  'end-of-speed-limit-80': {
    aliases: ['06', '6', '00006', 'Zeichen 278-80'],
    displayNames: {
      en: 'End of speed limit 80 km/h',
      de: 'Ende der zulässigen Höchstgeschwindigkeit 80 km/h',
      zh: '解除限速 80 公里/小时',
    },
  },
  'speed-limit-100': {
    aliases: ['07', '7', '00007', 'Zeichen 274-100'],
    displayNames: {
      en: 'Speed limit 100 km/h',
      de: 'Zulässige Höchstgeschwindigkeit 100 km/h',
      zh: '限速 100 公里/小时',
    },
  },
  'speed-limit-120': {
    aliases: ['08', '8', '00008', 'Zeichen 274-120'],
    displayNames: {
      en: 'Speed limit 120 km/h',
      de: 'Zulässige Höchstgeschwindigkeit 120 km/h',
      zh: '限速 120 公里/小时',
    },
  },
  'no-passing': {
    aliases: ['09', '9', '00009', 'Zeichen 276'],
    displayNames: {
      en: 'No passing',
      de: 'Überholverbot für Kraftfahrzeuge aller Art',
      zh: '禁止超车',
    },
  },
  'no-passing-over-3-5-t': {
    aliases: ['10', '00010', 'Zeichen 277'],
    displayNames: {
      en: 'No passing for vehicles over 3.5 t',
      de: 'Überholverbot für Kraftfahrzeuge über 3,5 t',
      zh: '禁止 3.5 吨以上车辆超车',
    },
  },
  'right-of-way': {
    aliases: ['11', '00011', 'Zeichen 301'],
    displayNames: {
      en: 'Right of way at the next intersection',
      de: 'Vorfahrt',
      zh: '前方路口优先通行',
    },
  },
  'priority-road': {
    aliases: ['12', '00012', 'Zeichen 306'],
    displayNames: { en: 'Priority road', de: 'Vorfahrtstraße', zh: '优先道路' },
  },
  yield: {
    aliases: ['13', '00013', 'Zeichen 205'],
    displayNames: { en: 'Yield', de: 'Vorfahrt gewähren', zh: '减速让行' },
  },
  stop: {
    aliases: ['14', '00014', 'Zeichen 206'],
    displayNames: { en: 'Stop', de: 'Halt. Vorfahrt gewähren', zh: '停车让行' },
  },
  'no-vehicles': {
    aliases: ['15', '00015', 'Zeichen 250'],
    displayNames: {
      en: 'No vehicles of any kind',
      de: 'Verbot für Fahrzeuge aller Art',
      zh: '禁止各种车辆通行',
    },
  },
  'no-vehicles-over-3-5-t': {
    aliases: ['16', '00016', 'Zeichen 253'],
    displayNames: {
      en: 'No vehicles over 3.5 t',
      de: 'Verbot für Kraftfahrzeuge über 3,5 t',
      zh: '禁止 3.5 吨以上车辆通行',
    },
  },
  'no-entry': {
    aliases: ['17', '00017', 'Zeichen 267'],
    displayNames: { en: 'No entry', de: 'Verbot der Einfahrt', zh: '禁止驶入' },
  },
  'general-caution': {
    aliases: ['18', '00018', 'Zeichen 101'],
    displayNames: { en: 'Caution', de: 'Gefahrstelle', zh: '注意危险' },
  },
  'curve-left': {
    aliases: ['19', '00019', 'Zeichen 103-10'],
    displayNames: { en: 'Curve to the left', de: 'Kurve (links)', zh: '向左急弯路' },
  },
  'curve-right': {
    aliases: ['20', '00020', 'Zeichen 103-20'],
    displayNames: { en: 'Curve to the right', de: 'Kurve (rechts)', zh: '向右急弯路' },
  },
  'double-curve-left-first': {
    aliases: ['21', '00021', 'Zeichen 105-10'],
    displayNames: {
      en: 'Double curve, first to the left',
      de: 'Doppelkurve (zunächst links)',
      zh: '反向弯路（先向左）',
    },
  },
  'bumpy-road': {
    aliases: ['22', '00022', 'Zeichen 112'],
    displayNames: { en: 'Bumpy road', de: 'Unebene Fahrbahn', zh: '路面不平' },
  },
  'slippery-road': {
    aliases: ['23', '00023', 'Zeichen 114'],
    displayNames: { en: 'Slippery road', de: 'Schleuder- oder Rutschgefahr', zh: '易滑路面' },
  },
  'road-narrows-right': {
    aliases: ['24', '00024', 'Zeichen 121-10'],
    displayNames: {
      en: 'Road narrows on the right',
      de: 'Einseitig verengte Fahrbahn (rechts)',
      zh: '右侧变窄',
    },
  },
  'road-work': {
    aliases: ['25', '00025', 'Zeichen 123'],
    displayNames: { en: 'Road work', de: 'Arbeitsstelle', zh: '前方施工' },
  },
  'traffic-signals': {
    aliases: ['26', '00026', 'Zeichen 131'],
    displayNames: { en: 'Traffic signals', de: 'Lichtzeichenanlage', zh: '注意信号灯' },
  },
  pedestrians: {
    aliases: ['27', '00027', 'Zeichen 133'],
    displayNames: { en: 'Pedestrians', de: 'Fußgänger', zh: '注意行人' },
  },
  children: {
    aliases: ['28', '00028', 'Zeichen 136'],
    displayNames: { en: 'Children', de: 'Kinder', zh: '注意儿童' },
  },
  bicycles: {
    aliases: ['29', '00029', 'Zeichen 138'],
    displayNames: { en: 'Bicycles', de: 'Radverkehr', zh: '注意自行车' },
  },
  'snow-or-ice': {
    aliases: ['30', '00030', 'Zeichen 101-51'],
    displayNames: { en: 'Snow or ice', de: 'Schnee- oder Eisglätte', zh: '注意路面结冰' },
  },
  'wild-animals': {
    aliases: ['31', '00031', 'Zeichen 142'],
    displayNames: { en: 'Wild animals', de: 'Wildwechsel', zh: '注意野生动物' },
  },
  'end-of-all-limits': {
    aliases: ['32', '00032', 'Zeichen 282'],
    displayNames: {
      en: 'End of all speed limits and passing restrictions',
      de: 'Ende sämtlicher streckenbezogener Geschwindigkeitsbeschränkungen und Überholverbote',
      zh: '解除所有限速和禁止超车',
    },
  },
  'turn-right-ahead': {
    aliases: ['33', '00033', 'Zeichen 209'],
    displayNames: {
      en: 'Turn right ahead',
      de: 'Vorgeschriebene Fahrtrichtung: rechts',
      zh: '前方右转',
    },
  },
  'turn-left-ahead': {
    aliases: ['34', '00034', 'Zeichen 209-10'],
    displayNames: {
      en: 'Turn left ahead',
      de: 'Vorgeschriebene Fahrtrichtung: links',
      zh: '前方左转',
    },
  },
  'ahead-only': {
    aliases: ['35', '00035', 'Zeichen 209-30'],
    displayNames: { en: 'Ahead only', de: 'Vorgeschriebene Fahrtrichtung: geradeaus', zh: '直行' },
  },
  'ahead-or-right': {
    aliases: ['36', '00036', 'Zeichen 214'],
    displayNames: {
      en: 'Ahead or right',
      de: 'Vorgeschriebene Fahrtrichtung: geradeaus oder rechts',
      zh: '直行和向右转弯',
    },
  },
  'ahead-or-left': {
    aliases: ['37', '00037', 'Zeichen 214-10'],
    displayNames: {
      en: 'Ahead or left',
      de: 'Vorgeschriebene Fahrtrichtung: geradeaus oder links',
      zh: '直行和向左转弯',
    },
  },
  'keep-right': {
    aliases: ['38', '00038', 'Zeichen 222'],
    displayNames: {
      en: 'Keep right',
      de: 'Vorgeschriebene Vorbeifahrt: rechts vorbei',
      zh: '靠右侧道路行驶',
    },
  },
  'keep-left': {
    aliases: ['39', '00039', 'Zeichen 222-10'],
    displayNames: {
      en: 'Keep left',
      de: 'Vorgeschriebene Vorbeifahrt: links vorbei',
      zh: '靠左侧道路行驶',
    },
  },
  roundabout: {
    aliases: ['40', '00040', 'Zeichen 215'],
    displayNames: { en: 'Roundabout', de: 'Kreisverkehr', zh: '环岛行驶' },
  },
  'end-of-no-passing': {
    aliases: ['41', '00041', 'Zeichen 280'],
    displayNames: {
      en: 'End of no passing',
      de: 'Ende des Überholverbots für Kraftfahrzeuge aller Art',
      zh: '解除禁止超车',
    },
  },
  'end-of-no-passing-over-3-5-t': {
    aliases: ['42', '00042', 'Zeichen 281'],
    displayNames: {
      en: 'End of no passing for vehicles over 3.5 t',
      de: 'Ende des Überholverbots für Kraftfahrzeuge über 3,5 t',
      zh: '解除禁止 3.5 吨以上车辆超车',
    },
  },
} as const satisfies Readonly<Record<string, LabelDetails>>;
