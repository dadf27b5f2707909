/** Our words inside DMN files, in the form that dmn-moddle and dmn-js take: an editor that is told them keeps them when it copies. */
export const dinhDmnModdle = {
  name: 'Dinh',
  uri: 'https://dinh.example/dmn',
  prefix: 'dinh',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Named',
      extends: ['dmn:DMNElement'],
      properties: [{ name: 'nameEn', isAttr: true, type: 'String' }],
    },
  ],
};
