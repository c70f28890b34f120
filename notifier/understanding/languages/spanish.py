"""Spanish words of rights requests and objections, folded: lower case, no accents."""

from __future__ import annotations

from notifier.understanding.lexicon import compile_lexicon
from notifier.understanding.roles import Role

COMMON = (
    "el la los las de del un una y es que en por para con mi mis su sus nuestro nuestra me nos lo se al como mas pero si ya "
    "hola gracias saludos estimados buenos dias senores esta este estos estoy tengo quiero son ha han le les porque o a no"
)

WORDS = {
    Role.NOT: "no hace falta, sin necesidad de, no, nunca, jamas, tampoco, ni, de ninguna manera, de ningun modo, en ningun caso",
    Role.NO: "ningun, ninguna, sin, ninguno, cero",
    Role.REFUSE_TO: "me niego a, nos negamos a, rechazo que, me opongo a que, nos oponemos a que",
    Role.I: "yo, nosotros, nosotras",
    Role.YOU: "ustedes, usted, vosotros, os, mailjet, ud, uds",
    Role.MY: "mi, mis, me, nos, nuestro, nuestra, nuestros, nuestras, mio, mia, mios, mias",
    Role.ALL: "todo, toda, todos, todas, completamente, totalmente, totalidad, cualquier, por completo",
    Role.IT: "los, las, lo, esto, eso, estos, esos",
    Role.ASK: "por favor, porfa, porfavor, favor de, ruego, rogamos, rogaria, solicit*, pido, pedimos, pedirles, quiero, queremos, "
    "quisiera, quisieramos, quisiese, exijo, exigimos, deseo, deseamos, desearia, me gustaria, nos gustaria, necesito, necesitamos, podrian, "
    "pueden, podria, puede, podeis, podriais, puedes, deben, debe, tienen que, ejerc*, ejerz*, ejercicio de, invoco, conforme a, "
    "en virtud, al amparo, agradeceria, les pido, requiero, requerimos, por la presente, procedan, proceder, procedais, demando, "
    "insto, reclamo, hagan el favor, haced, sirvanse, sirvase, espero que, que se, de acuerdo con el articulo, pf, pls, quiero que, "
    "tenga a bien, tengan a bien, agradezco",
    Role.PLEASE: "por favor",
    Role.WISH: "quiero, queremos, quisiera, deseo, deseamos, desearia, gustaria, prefiero, quieren, pretendo",
    Role.WILL_DO: "voy a, vamos a, he, hemos, estoy, habia, intento, pienso, ya, intente, estaba, borrare, cerrare, "
    "cancelare, estoy pensando",
    Role.FILLER: "por, favor, hola, buenos, buenas, dias, tardes, estimados, estimado, estimada, senores, gracias, entonces, tambien, y, ademas, "
    "inmediatamente, simplemente, asi, que, bueno, pues, ahora, si, saludos, luego, asunto, solicitud, de, urgente, sr, sra, "
    "definitivamente, la, le, les, mi, ya, porfa, ruego, rgpd, equipo, ruego, me, nos",
    Role.UNSURE: "quiza, quizas, tal vez, no estoy seguro, no estoy segura, probablemente, a lo mejor",
    Role.IF: "me reservo, nos reservamos, en caso de no, si, a menos que, salvo que, siempre que, mientras no, en caso de, de lo contrario, a no ser que, hasta que, "
    "en caso contrario, con la condicion, solo si, a condicion",
    Role.HOW_TO: "como puedo, como hago, como podemos, como borro, como elimino, como me opongo, como puede, puedo, podria yo, es "
    "posible, donde puedo, que pasa si, que sucede si, que ocurre si, debo, tengo que, han borrado, cuanto tiempo, borran "
    "ustedes, eliminan ustedes, como se, como cancelo, hay alguna manera, hay alguna forma, que pasa con, como doy, como darme, "
    "cuando van a, por que han, conservan, puede uno, podemos, como ejercer, como ejerzo, que ocurrira, como cerrar, como "
    "eliminar, como borrar, como oponerme",
    Role.WHETHER: "existencia del derecho, la existencia, derecho a solicitar, posibilidad, tiene derecho, tienen derecho, "
    "le informamos, puede ejercer, podra ejercer, derechos de acceso, informacion sobre el derecho, se informa",
    Role.FEATURE: "funcion, funcionalidad, boton, como usuario, los usuarios, opcion de",
    Role.CANNOT: "no puedo, no consigo, imposible, no me deja, no logro, no es posible, no podemos",
    Role.YOURS: "vuestra, vuestros, vuestras",
    Role.DONE: "gracias por, fue, fueron, ha sido, han sido, habeis borrado, han borrado, han eliminado, por error, ya he, ya borre, borre, "
    "elimine mi, he borrado, he eliminado, ayer, han cerrado, fue cerrada, se elimino, se borro, se borraron",
    Role.BUT: "pero, sin embargo, aunque, porque, ya que, puesto que, sino, mientras, no obstante, pues, dado que",
    Role.AND: "y, o, e, u, asi como, ademas",
    Role.THAT: "que",
    Role.DATA: "datos, dato, informacion, informaciones, historial, expediente, ficha, todo lo que tengan, todo lo que tienen, "
    "todo lo relacionado, todo sobre mi, rastro, huella, registros, info, todo lo que guardan, contenido, todo lo que sepan",
    Role.ACCOUNT: "cuenta, cuentas, perfil, perfiles, usuario, registro, membresia, cta, suscripcion de usuario, acceso",
    Role.SYSTEM: "sistema, sistemas, base de datos, bases de datos, servidor*, ficheros, archivos, plataforma, bbdd, copias de seguridad",
    Role.LISTS: "boletin*, newsletter*, lista, listas, publicidad, publicitari*, promocion*, promocional*, ofertas, correos, emails, "
    "correo publicitario, mails, spam, marketing, mailing*, suscripcion*, comerciales, comercial, comunicaciones, avisos, "
    "notificaciones, mensajes, propaganda, llamadas, sms",
    Role.THIS_MAIL: "este correo, este mensaje, este email, este e-mail, destinatario, adjuntos, por error, archivos adjuntos, mi correo "
    "anterior, mi mensaje anterior, mi ultimo correo, mi ultimo mensaje, presente mensaje",
    Role.PART: "tarjeta*, foto, fotos, imagen*, comentario*, factura*, ticket, telefono*, numero*, direccion, direcciones, dominio*, "
    "plantilla*, contacto, contactos, campana*, metodo de pago, cookie*, duplicad*, prueba*, antigua, antiguo, segunda, "
    "documento*, curriculum, cv, uno de, una de, iban, pedido*, borrador*, remitente*, subcuenta, algunos, clausula, seccion",
    Role.OTHER_PERSON: "companero*, companera*, colega*, esposa, esposo, marido, mujer, hijo*, hija*, madre, padre, hermano*, hermana*, "
    "emplead*, exemplead*, jefe, jefa, amigo*, amiga*, cliente, clientes, fallecid*, nino*, vecino*, becari*, su cuenta, sus datos, tio, "
    "tia, abuelo, abuela, otra persona, padres, socio, pareja, novia, novio, trabajador*, asistente, antiguo empleado",
    Role.TERMS: "cambio*, modificacion*, politica*, condiciones, terminos, actualizacion*, version, clausula*, nuevo*, nueva*, "
    "subencargado*, encargado*, destinatario*, tercero*, socios, proveedor*, transferencia*, contrato, aviso, esto, eso, ello, "
    "reforma*, normativa, practicas, cesion*, propuesta, tratamiento*, enmienda*, finalidad*, reglas, privacidad",
    Role.COMMERCE: "factura*, precio*, tarifa*, subida de, cobro*, pago*, reembolso*, pedido, entrega, cita, cargo*, presupuesto, "
    "coste*, recargo, reunion, penalizacion",
    Role.SHARE: "compart*, ced*, cesion, vend*, venta, divulg*, transfer*, transmit*, comunic*, entreg*, pasar mis, pasen mis, facilit*, dar mis, "
    "den mis, revel*, acceso a mis, revend*, dar acceso, traspas*",
    Role.PROCESS: "trat*, us*, utilic*, utiliz*, proces*, perfil*, recopil*, recog*, analic*, analiz*, rastre*, ia, entren*, explot*, recolect*",
    Role.FIELD: "nombre, apellido*, direccion, telefono, numero, correo, email, datos, informacion, fecha de nacimiento, nacimiento, "
    "codigo postal, ciudad, calle, empresa, iban, titulo, domicilio, perfil, ficha, apellidos, movil",
    Role.CONSENT: "consentimiento*, permiso, autorizacion, aprobacion",
    Role.ERASE: "borr*, elimin*, suprim*, destru*, quit*, olvid*, remov*, remuev*, anonimiz*, retir*, sac*, dar de baja mi cuenta, limpi*, "
    "desaparec*, den de baja mi cuenta, purg*, deshaga*, deshac*, dar de baja mis, dad de baja mi cuenta, de baja mi cuenta, de baja la cuenta, supriman, elimen, "
    "baja de mi cuenta, baja definitiva, baja de la cuenta, baja mi perfil",
    Role.ERASED: "borrados, borradas, eliminados, eliminadas, suprimidos, borrada, eliminada, eliminado, borrado, suprimida, "
    "suprimidas, destruidos",
    Role.ERASURE: "eliminacion, supresion, borrado, cancelacion de mis, destruccion, cancelacion de datos",
    Role.CLOSE: "cerrar, cierre*, cierren, cerrad, cierra, cancel*, desactiv*, rescind*, baja, clausur*, inhabilit*, termin*",
    Role.KEEP: "guard*, conserv*, almacen*, mantener, mantengan, mantengais, reten*, archiv*, tengan, tengais, tener",
    Role.LEAVE: "dejar de ser, dejo de ser, cambiar de proveedor, rescindir el contrato, abandono, me voy, nos vamos, "
    "ya no quiero usar, ya no uso, ya no soy cliente",
    Role.OBJECT: "opong*, oponemos, oponerme, oponernos, opone, opuest*, rechaz*, niego, negamos, me niego, desapruebo, impugn*, objet*, "
    "en contra, contra estos, contra este, contra esta, en desacuerdo, protest*, prohib*, digo que no, declino, contrario a, ni hablar, "
    "deneg*, disconform*",
    Role.OBJECTION: "oposicion, objecion*, desacuerdo, rechazo, negativa, disconformidad",
    Role.ACCEPT: "acept*, de acuerdo, consient*, consent*, aprueb*, aprob*, autoriz*, permit*, conforme, admit*, acced*, estoy conforme, "
    "doy mi consentimiento, consentimiento, acuerdo, toler*, conformes, suscrib*, vale con",
    Role.UNACCEPTABLE: "inaceptable*, inadmisible*, intolerable*, ni hablar, ni de broma",
    Role.LIKE: "gusta, gustan, quiero, queremos, deseo, content*, satisfech*, feliz, parece bien, conviene, convence, convencen, agrada, interesa, parece",
    Role.OLD_TERMS: "antiguas condiciones, condiciones anteriores, condiciones actuales, politica anterior, politica actual, version "
    "anterior, terminos anteriores, condiciones antiguas, condiciones originales, terminos actuales, version actual, terminos originales",
    Role.GRIEF: "genial, estupendo, fantastico, maravilloso, maravilla, gran idea, buena idea, que buena, felicidades, enhorabuena, bravo, "
    "perfecto, claro que si, por supuesto, adelante, que amables, que generosos, lo que faltaba, que podria salir, jaja*, que bien, "
    "me encanta, encantado, excelente idea, como no, que detalle",
    Role.STOP: "dejen, dejar, deje, deja, dejad, parar, paren, pare, cese*, cesar, alto, basta, detener, detengan, stop, no mas, interrump*, absteng*",
    Role.SEND: "envi*, mand*, facilit*, proporcion*, remit*, entreg*, recib*, obten*, dar, den, darme, acceder, hagan llegar, "
    "hacerme llegar, muestr*, exporten, descargar, solicito, pido, suministr*, tener",
    Role.CONTACT: "contact*, escrib*, envi*, mand*, llam*, recib*, molest*, bombarde*, acos*, inund*, quiero, seguir",
    Role.COPY: "copia*, extracto, resumen, exportacion, listado, acceso, informe, duplicado, relacion de",
    Role.HOLD: "tienen, teneis, tiene, almacen*, guard*, conserv*, posee*, tratan, disponen, saben, recopil*, recogid*, dispongan, tengan, obran",
    Role.WHAT: "que, cual, cuales, todos, lo que, si",
    Role.CORRECT: "corrig*, correg*, rectif*, modif*, cambi*, actualic*, actualiz*, complet*, sustitu*, reemplac*, reemplaz*, correccion, arregl*",
    Role.WRONG: "incorrect*, erroneo*, erronea*, equivocad*, mal escrit*, error, desactualizad*, obsolet*, mudado, me he mudado, mal, "
    "nueva direccion, nuevo numero, nuevo correo, nuevo telefono, casado, casada, no es correct*, inexact*, incomplet*, se escribe, "
    "cambiado de domicilio, ya no es, nuevo nombre, nuevo email",
    Role.RESTRICT: "limit*, restrin*, bloque*, suspend*, paralic*, congel*",
    Role.RESTRICTION: "limitacion*, restriccion*, bloqueo",
    Role.PORTABLE: "lectura mecanica, legible por maquina, estructurad*, uso comun, csv, json, xml, otro proveedor, otra empresa, otro responsable, "
    "competencia, portable, formato electronico, interoperable, otro servicio, legibles por maquina",
    Role.UNSUBSCRIBE: "darme de baja, darse de baja, den de baja, de de baja, denme de baja, demen de baja, dar de baja, dadme de baja, deme de baja, baja de la lista, baja del boletin, "
    "baja de la newsletter, cancelar la suscripcion, cancelar mi suscripcion, cancelen mi suscripcion, desuscrib*, unsubscribe, desapunt*, "
    "opt-out, anular suscripcion, borrarme de la lista, sacarme de la lista, saquenme de, quitenme de, darnos de baja, baja en, causar baja, "
    "baja de sus, baja de su lista, baja de vuestra, baja de este",
    Role.WITHDRAW: "retir*, revoc*, revoqu*, anul*, desist*, dejar sin efecto, dejo sin efecto, me retracto",
    Role.SELL: "vender mis, vendan mis, venta de mis, vendais mis, vendas mis",
    Role.ACCESS_REQUEST: "derecho de acceso, solicitud de acceso, acceso a mis datos, acceder a mis datos, acceso a los datos, acceso a todos mis, "
    "acceso a mi informacion, acceder a los datos, derecho al acceso",
    Role.ERASURE_RIGHT: "derecho al olvido, derecho de supresion, derecho de cancelacion, derecho a la supresion, solicitud de supresion, "
    "solicitud de eliminacion, eliminacion de mis, eliminacion de mi, supresion de mis, supresion de mi, borrado de mis, borrado de mi, "
    "supresion de todos, eliminacion de todos, borrado de todos, eliminacion de datos, supresion de datos, eliminacion de cuenta, supresion de los datos, "
    "supresion de nuestros, eliminacion de la cuenta, eliminacion de nuestr*, derecho a la cancelacion",
    Role.OBJECTION_RIGHT: "derecho de oposicion, derecho a oponerme, derecho a la oposicion, oposicion al, oposicion a, mi oposicion, nuestra oposicion",
    Role.RECTIFICATION_RIGHT: "derecho de rectificacion, solicitud de rectificacion, rectificacion de mis, rectificacion de mi, rectificacion de los, correccion de mis",
    Role.RESTRICTION_RIGHT: "derecho a la limitacion, limitacion del tratamiento, derecho de limitacion, limitar el tratamiento, limiten el "
    "tratamiento, restriccion del tratamiento, restringir el tratamiento, limitacion de tratamiento, restrinjan el tratamiento",
    Role.PORTABILITY_RIGHT: "portabilidad, derecho a la portabilidad",
    Role.COMPLAIN: "queja*, quejar*, reclamacion*, denuncia*, denunciar*, aepd, agencia espanola, abogad*, demandar, demanda judicial, "
    "tribunal*, juzgado, acciones legales, autoridad de control, facua, ocu, consumo, hoja de reclamaciones, presentar una",
    Role.ANGER: "vergonzos*, verguenza, escandal*, indignad*, indignante, inaceptable, inadmisible, ilegal*, abuso, abusiv*, estaf*, "
    "decepcion*, enfadad*, enojad*, harto, harta, lamentable, pesimo, pesima, ridicul*, violacion, vulner*, sin mi consentimiento, "
    "sin mi permiso, sin mi autorizacion, sin preguntar, nunca di, nadie responde, sin respuesta, nunca autorice, todavia no, tomadura de pelo, asco, "
    "horrible, terrible, molesto, engan*, indignacion, insatisfech*, muy mal",
    Role.TELL: "expli*, saber, pregunta*, duda*, aclar*, informen, informenme, informarme, indi*, decirme, diganme, entender, entiendo, confirm*, conocer, "
    "consulta*, detallar, detallen, me gustaria saber, curiosidad",
    Role.ASKING: "quien, quienes, que, cuando, donde, como, cual, cuales, por que, cuanto, cuantos, es, puede, pueden, tienen, son, hay, con, "
    "puedo, debo, sigue, van, comparten, a quien",
    Role.LEGAL: "rgpd, gdpr, lopd, lopdgdd, articulo, art, proteccion de datos, privacidad, dpd, dpo, interesado, datos personales, caracter personal",
    Role.AWAY: "fuera de la oficina, fuera de oficina, ausente, ausencia, vacaciones, respuesta automatica, mensaje automatico, de baja maternal, "
    "regreso el, vuelvo el, ya no trabajo, hemos recibido su, gracias por contactar, gracias por ponerse en contacto, baja medica, "
    "estare de vuelta, acceso limitado al correo, de viaje, estare fuera, en breve le",
    Role.AGREE_ALONE: "gracias, ok, vale, de acuerdo, perfecto, recibido, entendido, si, acepto, conforme, enterado, bien, muy bien, tomo nota",
    Role.NEUTRAL: "no solo, no duden, no dude, no dudeis, si es posible, si procede, si es necesario, si tienen alguna, si tiene alguna, sin demora, "
    "sin dilacion, lo antes posible, sin mas, si corresponde, no obstante, si fuera posible, si usted no es, si no es usted, si hubiera, si "
    "los hubiera, si no les importa, no olviden, no hay problema, sin problema, sin excepcion, si no es mucha molestia, en su caso, sin perjuicio, si "
    "pueden, si pudieran, usted no es, cuanto antes, si necesitan, si ha recibido, usuario y contrasena",
}

LEXICON = compile_lexicon("es", WORDS, COMMON)
