import type { DisplayNames, LabelDetails, LabelGroup } from '@ocelli/core';

type Names = Required<DisplayNames>;

const names = (en: string, de: string, zh: string): Names => ({ en, de, zh });

const group = (en: string, de: string, zh: string): { readonly displayNames: Names } => ({
  displayNames: names(en, de, zh),
});

/** The plants, by the group that their labels name. */
export const CROP_PLANTS = {
  apple: group('Apple', 'Apfel', '苹果'),
  bean: group('Bean', 'Bohne', '菜豆'),
  blueberry: group('Blueberry', 'Heidelbeere', '蓝莓'),
  corn: group('Corn', 'Mais', '玉米'),
  orange: group('Orange', 'Orange', '柑橘'),
  'bell-pepper': group('Bell pepper', 'Paprika', '甜椒'),
  potato: group('Potato', 'Kartoffel', '马铃薯'),
  raspberry: group('Raspberry', 'Himbeere', '树莓'),
  strawberry: group('Strawberry', 'Erdbeere', '草莓'),
  tomato: group('Tomato', 'Tomate', '番茄'),
} as const satisfies Readonly<Record<string, LabelGroup>>;

type Plant = keyof typeof CROP_PLANTS;

/**
 * What a disease usually does to a crop that nobody treats, as a rough rank to sort by and not as a
 * measure of the leaf in the picture: MODERATE weakens the plants and costs part of the yield, HEAVY costs
 * much of it in favourable weather, TOTAL can take all of it or has no cure.
 */
const SEVERITY = { NONE: 0, MODERATE: 0.4, HEAVY: 0.7, TOTAL: 1 } as const;

const onPlant = (plant: Plant, namesInGroup: Names, aliases: readonly string[]): LabelDetails => {
  const { en, de, zh } = CROP_PLANTS[plant].displayNames;
  return {
    aliases,
    displayNames: {
      en: `${en}: ${namesInGroup.en}`,
      de: `${de}: ${namesInGroup.de}`,
      zh: `${zh}${namesInGroup.zh}`,
    },
    group: plant,
    namesInGroup,
  };
};

/** `aliases`: the folder names of our training data and of PlantVillage or iBean, where they differ from the id. */
const disease = (
  plant: Plant,
  severity: number,
  namesInGroup: Names,
  ...aliases: readonly string[]
): LabelDetails => ({
  ...onPlant(plant, namesInGroup, aliases),
  severity,
  isHealthy: false,
});

const healthy = (plant: Plant, ...aliases: readonly string[]): LabelDetails => ({
  ...onPlant(plant, names('healthy', 'gesund', '健康'), aliases),
  severity: SEVERITY.NONE,
  isHealthy: true,
});

const { MODERATE, HEAVY, TOTAL } = SEVERITY;

/** 28 classes of PlantVillage with its background class, and the three of iBean, photographed in fields. */
export const CROP_DISEASE_LABELS = {
  // Venturia inaequalis
  'apple-scab': disease(
    'apple',
    HEAVY,
    names('scab', 'Schorf', '黑星病'),
    'apple-apple-scab',
    'Apple___Apple_scab',
  ),
  // Botryosphaeria obtusa
  'apple-black-rot': disease(
    'apple',
    MODERATE,
    names('black rot', 'Schwarzfäule', '黑腐病'),
    'Apple___Black_rot',
  ),
  // Gymnosporangium juniperi-virginianae
  'apple-cedar-rust': disease(
    'apple',
    MODERATE,
    names('cedar apple rust', 'Zedernapfelrost', '雪松锈病'),
    'apple-cedar-apple-rust',
    'Apple___Cedar_apple_rust',
  ),
  'apple-healthy': healthy('apple', 'Apple___healthy'),
  background: {
    aliases: ['background-without-leaves', 'Background_without_leaves'],
    displayNames: names('No leaf', 'Kein Blatt', '没有叶片'),
  },
  // Pseudocercospora griseola
  'bean-angular-leaf-spot': disease(
    'bean',
    HEAVY,
    names('angular leaf spot', 'Eckige Blattfleckenkrankheit', '角斑病'),
    'angular_leaf_spot',
  ),
  'bean-healthy': healthy('bean'),
  // Uromyces appendiculatus
  'bean-rust': disease('bean', MODERATE, names('rust', 'Bohnenrost', '锈病'), 'bean_rust'),
  'blueberry-healthy': healthy('blueberry', 'Blueberry___healthy'),
  // Puccinia sorghi
  'corn-common-rust': disease(
    'corn',
    MODERATE,
    names('common rust', 'Maisrost', '普通锈病'),
    'Corn_(maize)___Common_rust_',
  ),
  // Cercospora zeae-maydis
  'corn-gray-leaf-spot': disease(
    'corn',
    HEAVY,
    names('gray leaf spot', 'Cercospora-Blattfleckenkrankheit', '灰斑病'),
    'Corn_(maize)___Cercospora_leaf_spot Gray_leaf_spot',
  ),
  'corn-healthy': healthy('corn', 'Corn_(maize)___healthy'),
  // Exserohilum turcicum
  'corn-northern-leaf-blight': disease(
    'corn',
    HEAVY,
    names('northern leaf blight', 'Turcicum-Blattdürre', '大斑病'),
    'Corn_(maize)___Northern_Leaf_Blight',
  ),
  // Candidatus Liberibacter
  'orange-huanglongbing': disease(
    'orange',
    TOTAL,
    names('huanglongbing (citrus greening)', 'Huanglongbing (Citrus Greening)', '黄龙病'),
    'Orange___Haunglongbing_(Citrus_greening)',
  ),
  // Xanthomonas
  'bell-pepper-bacterial-spot': disease(
    'bell-pepper',
    HEAVY,
    names('bacterial spot', 'Bakterielle Fleckenkrankheit', '疮痂病（细菌性）'),
    'pepper-bell-bacterial-spot',
    'Pepper,_bell___Bacterial_spot',
  ),
  'bell-pepper-healthy': healthy('bell-pepper', 'pepper-bell-healthy', 'Pepper,_bell___healthy'),
  // Alternaria solani
  'potato-early-blight': disease(
    'potato',
    MODERATE,
    names('early blight', 'Dürrfleckenkrankheit', '早疫病'),
    'Potato___Early_blight',
  ),
  'potato-healthy': healthy('potato', 'Potato___healthy'),
  // Phytophthora infestans
  'potato-late-blight': disease(
    'potato',
    TOTAL,
    names('late blight', 'Kraut- und Knollenfäule', '晚疫病'),
    'Potato___Late_blight',
  ),
  'raspberry-healthy': healthy('raspberry', 'Raspberry___healthy'),
  'strawberry-healthy': healthy('strawberry', 'Strawberry___healthy'),
  // Diplocarpon earlianum
  'strawberry-leaf-scorch': disease(
    'strawberry',
    MODERATE,
    names('leaf scorch', 'Rotfleckenkrankheit', '叶枯病'),
    'Strawberry___Leaf_scorch',
  ),
  // Xanthomonas
  'tomato-bacterial-spot': disease(
    'tomato',
    HEAVY,
    names('bacterial spot', 'Bakterielle Fleckenkrankheit', '疮痂病（细菌性）'),
    'Tomato___Bacterial_spot',
  ),
  // Alternaria solani
  'tomato-early-blight': disease(
    'tomato',
    HEAVY,
    names('early blight', 'Dürrfleckenkrankheit', '早疫病'),
    'Tomato___Early_blight',
  ),
  'tomato-healthy': healthy('tomato', 'Tomato___healthy'),
  // Phytophthora infestans
  'tomato-late-blight': disease(
    'tomato',
    TOTAL,
    names('late blight', 'Kraut- und Braunfäule', '晚疫病'),
    'Tomato___Late_blight',
  ),
  // Passalora fulva
  'tomato-leaf-mold': disease(
    'tomato',
    MODERATE,
    names('leaf mold', 'Samtfleckenkrankheit', '叶霉病'),
    'Tomato___Leaf_Mold',
  ),
  // Septoria lycopersici
  'tomato-septoria-leaf-spot': disease(
    'tomato',
    MODERATE,
    names('Septoria leaf spot', 'Septoria-Blattfleckenkrankheit', '斑枯病'),
    'Tomato___Septoria_leaf_spot',
  ),
  // Tetranychus urticae
  'tomato-spider-mites': disease(
    'tomato',
    MODERATE,
    names('two-spotted spider mites', 'Gemeine Spinnmilbe', '二斑叶螨危害'),
    'Tomato___Spider_mites Two-spotted_spider_mite',
  ),
  // Corynespora cassiicola
  'tomato-target-spot': disease(
    'tomato',
    MODERATE,
    names('target spot', 'Corynespora-Blattfleckenkrankheit', '靶斑病'),
    'Tomato___Target_Spot',
  ),
  'tomato-mosaic-virus': disease(
    'tomato',
    HEAVY,
    names('mosaic virus', 'Tomatenmosaikvirus', '花叶病毒病'),
    'tomato-tomato-mosaic-virus',
    'Tomato___Tomato_mosaic_virus',
  ),
  'tomato-yellow-leaf-curl-virus': disease(
    'tomato',
    TOTAL,
    names('yellow leaf curl virus', 'Gelbe Blattrollkrankheit (TYLCV)', '黄化曲叶病毒病'),
    'tomato-tomato-yellow-leaf-curl-virus',
    'Tomato___Tomato_Yellow_Leaf_Curl_Virus',
  ),
} as const satisfies Readonly<Record<string, LabelDetails>>;
