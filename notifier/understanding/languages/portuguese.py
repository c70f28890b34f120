"""Portuguese words of rights requests and objections (Europe and Brazil), folded: lower case, no accents."""

from __future__ import annotations

from notifier.understanding.lexicon import compile_lexicon
from notifier.understanding.roles import Role

COMMON = (
    "sou somos estou o os as do da dos das um uma e que em no na nos nas por para com meu minha meus minhas seu sua seus nosso nossa me se ao como mais mas ja ola "
    "obrigado obrigada cumprimentos prezados bom dia boa tarde esta este isso sao tem foi voces vocês eu não nao quero gostaria pelo pela favor a de"
)

WORDS = {
    Role.NOT: "desnecessario, nada, sem necessidade de, nao, nunca, jamais, nem, tampouco, de forma alguma, de modo algum, em hipotese alguma, em caso algum, n",
    Role.NO: "nenhum, nenhuma, sem, ninguem, zero",
    Role.REFUSE_TO: "recuso me a, recuso a, recusamos a, me recuso a, oponho me a que, me oponho a que, recuso que",
    Role.I: "eu, nos",
    Role.YOU: "voces, voce, v exas, mailjet, vos, vocês",
    Role.MY: "meu, minha, meus, minhas, me, mim, nosso, nossa, nossos, nossas, comigo",
    Role.ALL: "tudo, todo, toda, todos, todas, completamente, totalmente, totalidade, qualquer, integralmente, por completo",
    Role.IT: "os, as, isto, isso, estes, esses, los, las",
    Role.ASK: "por favor, pfv, favor, faca favor, solicit*, peco, pedimos, pedir, quero, queremos, queria, gostaria, gostariamos, gostava, exijo, exigimos, exig*, desejo, desejamos, preciso, "
    "precisamos, podem, poderiam, pode, poderia, podiam, devem, deve, tem de, tem que, exerc*, invoco, nos termos, ao abrigo, com base no, venho por este meio, venho por meio, "
    "requeiro, requer*, agradeco que, agradecia que, agradeceria, rogo, procedam, proceder, pretendo, necessito, pretendemos, queiram, demando, reivindic*, efetuem, fazer o favor, que seja, "
    "venho solicitar, intimo, notifico",
    Role.PLEASE: "por favor",
    Role.WISH: "quero, queremos, queria, gostaria, gostava, desejo, desejamos, pretendo, prefiro, pretendemos",
    Role.WILL_DO: "vou, vamos, ja, estou, tenho, tinha, tentei, penso em, estava, apaguei, exclui, estou a pensar, irei, apagarei, tento, estou tentando, estou a tentar",
    Role.FILLER: "por, favor, ola, oi, bom, boa, dia, tarde, noite, prezados, prezado, caros, caro, senhores, obrigado, obrigada, entao, tambem, e, depois, imediatamente, simplesmente, agora, sim, "
    "assim, alem, disso, portanto, logo, solicitacao, pedido, de, assunto, urgente, equipa, equipe, exmos, srs, cumprimentos, que, a, o, meu, minha, os, meus, lgpd, rgpd, nao",
    Role.UNSURE: "talvez, nao tenho certeza, nao tenho a certeza, provavelmente, se calhar",
    Role.IF: "reservo me, reservo, na falta, na ausencia, se, a menos que, salvo se, desde que, caso, no caso de, caso contrario, senao, enquanto, ate que, a nao ser que, na condicao de, so se, contanto que",
    Role.HOW_TO: "como posso, como faco, como podemos, como apago, como excluo, como elimino, como me oponho, como se, posso, poderia eu, e possivel, seria possivel, onde posso, o que acontece se, devo, tenho de, "
    "apagaram, quanto tempo, voces apagam, ha alguma forma, existe alguma forma, quando vao, por que, conservam, podemos, como exercer, como exerco, como cancelar, como eliminar, como apagar, como excluir, "
    "como opor, da para, o que acontece, guardam, como cancelo",
    Role.WHETHER: "existencia do direito, a existencia, direito de solicitar, possibilidade, tem direito, tem o direito, informamos que, podera exercer, direitos de acesso, informacoes sobre o direito, pode exercer",
    Role.FEATURE: "funcao, funcionalidade, botao, como utilizador, como usuario, os usuarios, os utilizadores, opcao de",
    Role.CANNOT: "nao consigo, nao posso, impossivel, nao e possivel, nao conseguimos",
    Role.YOURS: "vossa, vosso, vossos, vossas",
    Role.DONE: "obrigado por, obrigada por, foi, foram, tinha sido, por engano, por erro, ja apaguei, ja exclui, apaguei, ontem, apagaram, excluiram, eliminaram, encerraram, foi apagad*, ja eliminei, eliminei, acidentalmente, ja foi",
    Role.BUT: "mas, porem, contudo, no entanto, porque, pois, embora, enquanto, todavia, uma vez que, ja que, visto que, e sim",
    Role.AND: "e, ou, bem como, assim como, alem de",
    Role.THAT: "que",
    Role.DATA: "dados, dado, informacoes, informacao, historico, ficha, cadastro, registos, registros, tudo o que tem, tudo o que voces, rastos, info, tudo sobre mim, tudo que voces, vestigios, conteudo, "
    "tudo que tem, tudo o que sabem",
    Role.ACCOUNT: "conta, contas, perfil, perfis, registo, registro, utilizador, usuario, login, acesso",
    Role.SYSTEM: "sistema, sistemas, base de dados, bases de dados, banco de dados, servidor*, ficheiros, arquivos, plataforma, backups",
    Role.LISTS: "newsletter*, boletim, lista, listas, publicidade, publicitari*, promoc*, promocion*, ofertas, emails, e-mails, mails, email, spam, marketing, mailing*, subscric*, assinatura, comerciais, comercial, "
    "comunicacoes, notificacoes, mensagens, propaganda, propagandas, chamadas, ligacoes, sms",
    Role.THIS_MAIL: "este email, este e-mail, esta mensagem, destinatario, anexos, por engano, meu email anterior, minha mensagem anterior, meu ultimo email, minha ultima mensagem, presente mensagem",
    Role.PART: "cartao, cartoes, foto, fotos, imagem, imagens, comentario*, fatura*, factura*, ticket, telefone, telemovel, numero, endereco, enderecos, morada, dominio*, modelo*, contacto*, contato*, campanha*, "
    "metodo de pagamento, cookie*, duplicad*, teste*, antiga, antigo, segunda, documento*, curriculo, cv, um dos, uma das, iban, pedido, encomenda*, rascunho*, remetente*, subconta, alguns, clausula",
    Role.OTHER_PERSON: "colega*, esposa, esposo, marido, mulher, filho*, filha*, mae, pai, irmao, irma, funcionari*, empregad*, ex funcionari*, chefe, amigo*, amiga*, cliente, clientes, falecid*, crianca*, vizinh*, estagiari*, "
    "conta dele, conta dela, dados dele, dados dela, dele, dela, tio, tia, avo, outra pessoa, pais, socio, namorada, namorado, trabalhador*, companheir*, colaborador*",
    Role.TERMS: "alterac*, mudanca*, politica*, condic*, termos, atualizac*, actualizac*, versao, clausula*, novo, nova, novos, novas, subcontratante*, subprocessador*, destinatarios, terceiros, parceiro*, fornecedor*, "
    "transferencia*, contrato, aviso, isto, isso, modificac*, privacidade, partilha, compartilhamento, propost*, pratica*, tratamento*, regras, finalidade*, disposic*, revisao, operadores",
    Role.COMMERCE: "fatura*, factura*, preco*, tarifa*, aumento, cobranc*, pagament*, reembolso*, encomenda, entrega, reuniao, orcamento, custo*, multa, marcacao, consulta medica",
    Role.SHARE: "partilh*, compartilh*, ced*, cessao, vend*, venda, divulg*, transfer*, transmit*, comunic*, entreg*, fornec*, passar os meus, passem os meus, dar os meus, deem, revel*, acesso aos meus, repass*, revend*",
    Role.PROCESS: "trat*, us*, utiliz*, process*, perfil*, recolh*, colet*, analis*, rastre*, ia, trein*, explor*",
    Role.FIELD: "nome, apelido, sobrenome, endereco, morada, telefone, telemovel, celular, numero, email, e-mail, dados, informacoes, data de nascimento, nascimento, codigo postal, cep, cidade, rua, empresa, iban, nif, cpf, titulo, perfil, cadastro, ficha",
    Role.CONSENT: "consentimento*, permissao, autorizacao, aprovacao",
    Role.ERASE: "apag*, elimin*, exclu*, delet*, remov*, suprim*, destru*, retir*, esquec*, anonimiz*, limp*, tirem, tirar, tire, remoç*, descart*, elemin*",
    Role.ERASED: "apagados, apagadas, apagada, apagado, eliminados, eliminadas, eliminada, excluidos, excluidas, excluida, removidos, removida, deletados, deletada, destruidos, excluido",
    Role.ERASURE: "eliminacao, exclusao, apagamento, remocao, supressao, destruicao",
    Role.CLOSE: "encerr*, fech*, cancel*, desativ*, desactiv*, rescind*, rescis*, termin*, cess*",
    Role.KEEP: "guard*, conserv*, armazen*, manter, mantenham, mantem, reten*, arquiv*, tenham, deter, detenham, mantidos, salvem",
    Role.LEAVE: "deixar de ser, mudar de fornecedor, rescindir o contrato, sair do servico, ja nao sou cliente, nao sou mais cliente, vou sair, ja nao uso, nao uso mais",
    Role.OBJECT: "sou contra, somos contra, oponho, opomos, opor, opor me, oposto, recus*, rejeit*, discord*, contest*, nego, contra, em desacordo, protest*, proib*, desaprov*, objet*, digo nao, declino, contrario a, nem pensar, repudio, impugn*, objeto",
    Role.OBJECTION: "oposicao, objecao, objecoes, discordancia, desacordo, recusa, rejeicao",
    Role.ACCEPT: "aceit*, concord*, de acordo, consint*, consent*, aprov*, autoriz*, permit*, admit*, acordo, tolero, dou o meu consentimento, consentimento, subscrev*, assino, topo, ok com",
    Role.UNACCEPTABLE: "inaceitavel, inaceitaveis, inadmissivel, intoleravel, nem pensar, fora de questao",
    Role.LIKE: "gosto, gostei, quero, queremos, desejo, satisfeit*, content*, feliz, agrad*, convem, convence, convencem, apoio, interessa, gostamos, desejamos",
    Role.OLD_TERMS: "condicoes antigas, termos antigos, condicoes anteriores, termos anteriores, condicoes atuais, politica anterior, politica atual, versao anterior, termos atuais, antigas condicoes, antigos termos, "
    "politica antiga, versao antiga, termos originais",
    Role.GRIEF: "genial, otima ideia, optima ideia, excelente ideia, boa ideia, fantastico, maravilhoso, maravilha, parabens, bravo, perfeito, claro que sim, com certeza, que simpaticos, que generosos, era so o que faltava, kkk*, que bom, "
    "adorei, fiquem a vontade, que gentileza, o que poderia correr, o que pode dar, que lindo, show de bola",
    Role.STOP: "parem, parar, pare, para de, deixem, deixar, cess*, basta, chega, stop, interromp*, absten*, chega de, deixe",
    Role.SEND: "envi*, mand*, fornec*, fornecam, disponibiliz*, remet*, entreg*, receb*, obter, dar, deem, facult*, acesso, aceder, acessar, export*, facam chegar, ter, peco, solicito, quero, copi*, descarregar, baixar, mostr*",
    Role.CONTACT: "contact*, contat*, escrev*, envi*, mand*, lig*, receb*, incomod*, bombarde*, chate*, perturb*, inund*, quero, telefon*",
    Role.COPY: "copia*, extrato, resumo, exportacao, listagem, acesso, relatorio, duplicado, relacao de todos, lista de todos",
    Role.HOLD: "tem, possu*, guard*, armazen*, conserv*, tratam, dispoem, sabem, recolh*, colet*, detem, tenham, mantem",
    Role.WHAT: "quais, que, qual, todos, o que, se",
    Role.CORRECT: "corrij*, corrig*, retific*, rectific*, alter*, mud*, atualiz*, actualiz*, complet*, substitu*, correcao, troc*, arrum*",
    Role.WRONG: "errad*, incorret*, incorrect*, engano, erro, desatualizad*, mudei, mal escrit*, novo endereco, nova morada, novo numero, novo email, novo telefone, casei, nao esta corret*, inexat*, incomplet*, escreve se, ja nao e, "
    "nao e mais, novo nome, novo apelido, novo telemovel, mudei me",
    Role.RESTRICT: "limit*, restrin*, bloque*, suspend*, congel*",
    Role.RESTRICTION: "limitacao, restricao, bloqueio",
    Role.PORTABLE: "leitura automatica, leitura por maquina, legivel por maquina, estruturad*, uso corrente, csv, json, xml, outro fornecedor, outro prestador, outra empresa, outro responsavel, concorren*, formato eletronico, interoperavel, "
    "legivel, outro servico, legiveis por maquina",
    Role.UNSUBSCRIBE: "cancelar a subscricao, cancelar minha inscricao, cancelar a minha inscricao, cancelar a inscricao, cancelem a minha subscricao, cancelar a minha subscricao, descadastr*, desinscrev*, unsubscribe, remover me da lista, retirar me da lista, "
    "tirem me da lista, remover da lista, opt-out, anular a subscricao, cancelar subscricao, removam me da lista, retirem me da lista, me tirem da lista, me remova da lista, me descadastre, removam me da vossa lista, cancelar assinatura, "
    "me retirem da lista, me removam da lista, sair da lista, cancelem a minha inscricao",
    Role.WITHDRAW: "retir*, revog*, anul*, desist*, retrato me, voltar atras, volto atras",
    Role.SELL: "vender os meus, vendam os meus, venda dos meus, vender meus, vendam meus, venda de meus",
    Role.ACCESS_REQUEST: "direito de acesso, pedido de acesso, acesso aos meus dados, aceder aos meus dados, acessar meus dados, acesso a meus dados, acesso aos dados, solicitacao de acesso, acesso a todos os, aceder a todos, direito ao acesso",
    Role.ERASURE_RIGHT: "direito ao esquecimento, direito ao apagamento, direito de apagamento, direito a eliminacao, direito de eliminacao, direito a exclusao, pedido de eliminacao, pedido de exclusao, pedido de apagamento, solicitacao de exclusao, "
    "eliminacao dos meus, eliminacao da minha, exclusao dos meus, exclusao da minha, apagamento dos meus, apagamento de todos, eliminacao de todos, exclusao de todos, exclusao de dados, eliminacao de dados, exclusao de conta, exclusao da conta, "
    "eliminacao da conta, remocao dos meus, exclusao de meus, eliminacao dos nossos, remocao de todos, direito de ser esquecido, apagamento da minha, eliminacao de conta, apagamento dos dados",
    Role.OBJECTION_RIGHT: "direito de oposicao, direito de me opor, oposicao ao, oposicao a, minha oposicao, nossa oposicao",
    Role.RECTIFICATION_RIGHT: "direito de retificacao, pedido de retificacao, retificacao dos meus, retificacao de, correcao dos meus, correcao de dados, retificacao dos dados, correcao de meus, direito a retificacao, retificacao do meu",
    Role.RESTRICTION_RIGHT: "direito a limitacao, limitacao do tratamento, direito de limitacao, limitar o tratamento, limitem o tratamento, restricao do tratamento, restringir o tratamento, restrinjam o tratamento",
    Role.PORTABILITY_RIGHT: "portabilidade, direito a portabilidade",
    Role.COMPLAIN: "queixa*, queixar*, reclamac*, reclamar, denunci*, cnpd, anpd, procon, deco, advogad*, tribunal, processar, acao judicial, autoridade de controlo, livro de reclamac*, reclame aqui, juridic*, medidas legais, reclamo, processo contra",
    Role.ANGER: "vergonh*, escandal*, indignad*, inaceitave*, inaceitavel, inadmissivel, ilegal*, abuso, abusiv*, burla, golpe, decepc*, desilud*, zangad*, fart*, ridicul*, pessim*, lamentave*, lamentavel, violac*, viola, sem o meu consentimento, "
    "sem meu consentimento, sem a minha autorizacao, sem perguntar, nunca autorizei, nunca dei, sem resposta, ninguem responde, ainda nao, palhacada, absurd*, horrivel, insatisfeit*, revoltad*, desrespeit*, nojo, pouca vergonha, raiva",
    Role.TELL: "expli*, saber, pergunt*, duvida*, esclarec*, informem, informar, informe, indic*, dizer, digam, perceber, percebo, entender, entendo, confirm*, conhecer, detalh*, curios*, gostaria de saber",
    Role.ASKING: "quem, que, quando, onde, como, qual, quais, porque, por que, quanto, quantos, e, podem, pode, tem, com, posso, devo, ha, existe, a quem, sao, vao, compartilham, partilham",
    Role.LEGAL: "rgpd, gdpr, lgpd, artigo, art, protecao de dados, privacidade, dpo, titular, dados pessoais, encarregado",
    Role.AWAY: "fora do escritorio, ausente, ausencia, ferias, resposta automatica, mensagem automatica, licenca de maternidade, de volta, regresso no dia, ja nao trabalho, recebemos a sua, recebemos sua, obrigado por entrar em "
    "contato, obrigado pelo seu contacto, obrigado pelo contato, de licenca, em viagem, estarei de volta, retorno no dia, agradecemos o seu contacto, entraremos em contato, agradecemos o contato, acesso limitado ao email",
    Role.AGREE_ALONE: "obrigado, obrigada, ok, tudo bem, de acordo, perfeito, recebido, entendido, sim, aceito, certo, bem, otimo, ciente, combinado, beleza, valeu",
    Role.NEUTRAL: "nao so, nao apenas, nao hesitem, nao hesite, se possivel, se for possivel, se necessario, se tiverem duvidas, se tiver duvidas, sem demora, sem atraso, o mais rapido possivel, o quanto antes, sem problema, sem problemas, se "
    "aplicavel, se nao for, caso nao seja, se voce nao e, se existirem, caso tenham, sem mais, sem prejuizo, nao esquecam de, sem demora injustificada, se puderem, se for o caso, caso existam, caso tenha recebido, se recebeu, sem excecao, nao se esquecam, "
    "se nao se importarem, caso precisem",
}

LEXICON = compile_lexicon("pt", WORDS, COMMON)
