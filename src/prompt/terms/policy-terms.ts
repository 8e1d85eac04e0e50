import type { Entry } from './term-matcher.ts';

/** What may stand in the place of somebody or something famous, and the names it stands for: `substitute; name|name`. */
const characters = `
a masked acrobat in red and blue; spider man|spiderman|miles morales|蜘蛛侠|彼得·帕克
a caped night-time vigilante; batman|gotham|蝙蝠侠|布鲁斯·韦恩
a caped hero with a plain emblem; superman|clark kent|captain america|captain marvel|wonder woman|aquaman|美国队长|神奇女侠
an inventor in powered armour of your own design; iron man|tony stark|war machine|钢铁侠|托尼·斯塔克
a team of invented heroes; the avengers|avengers assemble|marvel cinematic|x men|justice league|复仇者联盟|漫威|正义联盟
a huge green-grey brute; the incredible hulk|bruce banner|绿巨人
an invented antihero in a suit of your own design; deadpool|wolverine|venom symbiote|the punisher|死侍|金刚狼
a purple-grey tyrant in plain armour; thanos|灭霸
a lone assassin in a dark suit; john wick|疾速追杀|约翰·威克
a suave secret agent without a name; james bond|ethan hunt|jason bourne|詹姆斯·邦德
an explorer with a hat and a rope; indiana jones|lara croft|nathan drake|印第安纳·琼斯|劳拉·克劳馥
a rogue pirate captain; jack sparrow|captain hook|杰克·斯派洛|加勒比海盗
a dark knight of space in a plain mask; darth vader|kylo ren|达斯·维达
a space opera of your own; star wars|luke skywalker|han solo|princess leia|stormtrooper|chewbacca|lightsaber|millennium falcon|r2 d2|星球大战|光剑|卢克·天行者
a small wise creature with big ears; yoda|baby yoda|grogu|the mandalorian
a young wizard at an invented school; harry potter|hogwarts|hermione granger|dumbledore|voldemort|哈利·波特|赫敏·格兰杰|邓布利多|伏地魔|霍格沃茨
an old wizard and a long road; gandalf|frodo baggins|gollum|lord of the rings|middle earth|指环王|甘道夫
an invented kingdom at war; game of thrones|daenerys|jon snow|house of the dragon|权力的游戏
a cheerful cartoon mouse; mickey mouse|minnie mouse|米老鼠|米奇
a cartoon duck or dog of your own; donald duck|goofy the dog|daffy duck|bugs bunny|looney tunes|scooby doo|snoopy|唐老鸭
an ice princess with a braid of your own design; elsa from frozen|queen elsa|frozen disney|艾莎公主|冰雪奇缘
an invented fairy-tale princess; disney princess|moana|rapunzel disney|mulan disney|princess jasmine|迪士尼公主
a toy come to life; buzz lightyear|sheriff woody|toy story|barbie|玩具总动员|芭比
a young lion prince of your own; the lion king|simba|狮子王
a green ogre of your own; shrek|史莱克
small round helpers in work clothes; despicable me|minions movie|小黄人
a square yellow sea creature of your own; spongebob|patrick star|海绵宝宝
a cartoon pig or puppy family of your own; peppa pig|paw patrol|bluey heeler|小猪佩奇|汪汪队
a cat chasing a mouse of your own design; tom and jerry|猫和老鼠
an invented cartoon family; the simpsons|homer simpson|bart simpson|family guy|rick and morty|south park|辛普森
a round white kitten of your own; hello kitty|kuromi|cinnamoroll|凯蒂猫
a round blue robot friend; doraemon|哆啦a梦
a yellow electric rodent of your own; pikachu|pokemon|pokémon|charizard|eevee|皮卡丘|宝可梦
a moustached plumber of your own; super mario|mario kart|mario bros|luigi nintendo|bowser|超级马里奥|马里奥
a fast blue animal of your own; sonic the hedgehog|索尼克
a hero with sword and shield in an invented land; legend of zelda|princess zelda|塞尔达
an invented game hero; master chief|kratos|geralt of rivia|cloud strife|minecraft steve|fortnite|among us crewmate|genshin impact|league of legends|黑神话悟空|原神|王者荣耀|英雄联盟
a martial artist with glowing hair of your own; goku|dragon ball|vegeta|龙珠
a young ninja of your own; naruto|sasuke|kakashi|boruto|火影忍者|鸣人|佐助
a rubbery young pirate of your own; monkey d luffy|luffy|roronoa zoro|海贼王|路飞
a demon hunter of your own; demon slayer|tanjiro|nezuko|鬼灭之刃
a sorcerer with covered eyes of your own; jujutsu kaisen|gojo satoru|satoru gojo|咒术回战|五条悟
soldiers against giants of your own design; attack on titan|levi ackerman|eren yeager|进击的巨人
a monk child who bends the wind; aang|avatar the last airbender|降世神通
a magical girl of your own; sailor moon|cardcaptor sakura|美少女战士
a forest spirit of your own; totoro|spirited away|no face spirited|龙猫|千与千寻
a giant robot of your own design; gundam|evangelion|optimus prime|bumblebee transformer|transformers movie|megatron|高达|奥特曼|变形金刚|擎天柱
a giant sea reptile of your own; godzilla|哥斯拉
a giant ape of your own; king kong|金刚大战
dinosaurs in an invented park; jurassic park|jurassic world|侏罗纪公园
a killer machine of your own; the terminator|t 800|robocop|终结者
a hostile creature of your own; xenomorph|demogorgon|pennywise|freddy krueger|michael myers halloween
tall blue forest people of your own design; avatar pandora|na'vi|neytiri|阿凡达
a deadly playground game of your own; squid game|鱿鱼游戏
a gothic girl with braids of your own; wednesday addams|addams family
a toothy plush monster of your own; labubu|拉布布
a boy detective of your own; detective conan|名侦探柯南|柯南
a cartoon child of your own; crayon shin chan|蜡笔小新|樱桃小丸子|喜羊羊|熊出没
a virtual singer of your own; hatsune miku|初音未来
`;

/** Names that are ordinary words as well: told only beside another famous one. */
const beside = `
a fast blue animal of your own; sonic
a caped hero with a plain emblem; superhero flash|the flash
a thunder god of your own; thor
a huge green-grey brute; hulk
a sly trickster of your own; loki
an ice princess with a braid of your own; elsa
a hero with sword and shield in an invented land; link|zelda
an invented game hero; kirby|yoshi|luigi|princess peach
a laughing villain of your own; joker
an invented antihero in a suit of your own; venom
a masked acrobat in red and blue; peter parker
an old wizard and a long road; frodo|legolas
a young wizard at an invented school; hermione|hagrid
a space opera of your own; leia|vader
`;

const people = `
an invented film star; tom cruise|brad pitt|leonardo dicaprio|johnny depp|robert downey jr|chris hemsworth|chris evans|chris pratt|ryan reynolds|ryan gosling|keanu reeves|dwayne johnson|will smith|morgan freeman|jackie chan|jet li|bruce lee|arnold schwarzenegger|sylvester stallone|jason statham|vin diesel|timothee chalamet|timothée chalamet|tom holland|henry cavill|cillian murphy|pedro pascal|tom hanks|denzel washington|hugh jackman|benedict cumberbatch|shah rukh khan|汤姆·克鲁斯|布拉德·皮特|莱昂纳多·迪卡普里奥|约翰尼·德普|基努·里维斯|小罗伯特·唐尼
an invented film actress; zendaya|margot robbie|scarlett johansson|angelina jolie|jennifer lawrence|jennifer aniston|emma watson|emma stone|gal gadot|anne hathaway|natalie portman|sydney sweeney|jenna ortega|ana de armas|julia roberts|meryl streep|nicole kidman|millie bobby brown|anya taylor joy|marilyn monroe|audrey hepburn|斯嘉丽·约翰逊|安吉丽娜·朱莉|玛丽莲·梦露|奥黛丽·赫本
an invented singer; taylor swift|beyonce|beyoncé|rihanna|ariana grande|billie eilish|lady gaga|justin bieber|ed sheeran|kanye west|eminem|snoop dogg|michael jackson|elvis presley|freddie mercury|selena gomez|dua lipa|shakira|bad bunny|olivia rodrigo|sabrina carpenter|harry styles|bruno mars|katy perry|miley cyrus|jungkook|jennie kim|blackpink
an invented politician; donald trump|joe biden|barack obama|kamala harris|hillary clinton|vladimir putin|xi jinping|volodymyr zelensky|kim jong un|emmanuel macron|angela merkel|narendra modi|benjamin netanyahu|boris johnson|keir starmer|king charles iii|pope francis|特朗普|拜登|普京|奥巴马|习近平|泽连斯基
an invented founder; elon musk|mark zuckerberg|jeff bezos|bill gates|steve jobs|sam altman|jensen huang|jack ma|tim cook|马斯克|比尔·盖茨|扎克伯格|乔布斯|雷军|马云|黄仁勋
an invented athlete; cristiano ronaldo|lionel messi|neymar|kylian mbappe|kylian mbappé|lebron james|michael jordan|kobe bryant|stephen curry|steph curry|serena williams|usain bolt|roger federer|david beckham|mike tyson|conor mcgregor|梅西|c罗|克里斯蒂亚诺·罗纳尔多|迈克尔·乔丹|勒布朗·詹姆斯|姚明|科比|谷爱凌
an invented presenter; oprah winfrey|kim kardashian|kylie jenner|mrbeast|mr beast|joe rogan|gordon ramsay|greta thunberg|ellen degeneres
虚构的演员; 成龙|李连杰|李小龙|周星驰|刘德华|周润发|梁朝伟|吴京|沈腾|胡歌|肖战|王一博|易烊千玺|迪丽热巴|杨幂|范冰冰|刘亦菲|赵丽颖|杨紫|赵露思|彭于晏|吴彦祖
虚构的歌手; 周杰伦|邓紫棋|林俊杰|陈奕迅|王菲|蔡徐坤|鹿晗|张学友|李宇春|华晨宇|泰勒·斯威夫特|迈克尔·杰克逊|贾斯汀·比伯
`;

/** Famous characters and works, and living or famous people. The id of a hit is its substitute. */
export const policyTerms: readonly Entry[] = [
  ...readTable(characters, 'ip'),
  ...readTable(beside, 'ipBeside'),
  ...readTable(people, 'person'),
];

function readTable(table: string, tag: string): Entry[] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [id = '', words = ''] = row.split('; ');
      return { tag, id, words };
    });
}
