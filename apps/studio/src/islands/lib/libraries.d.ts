// bpmn.io's libraries have types of their own that are wider than what is used here; see `bpmn-model.ts`.
declare module 'bpmn-js/lib/Modeler' {
  const Modeler: new (options: object) => object;
  // eslint-disable-next-line import/no-default-export
  export default Modeler;
}
declare module '*.css' {}
declare module 'dmn-js/lib/Modeler' {
  // eslint-disable-next-line import/no-default-export
  export default class Modeler {
    constructor(options: object);
    _getViewProviders(): object[];
  }
}
