#!/bin/sh
# Draws the clips that the simulators hand out and packs them into src/simulation/clips.json.
# One second each, looped without a seam. Needs ffmpeg with libx264, drawtext and aac.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sizes='
480p 16:9 864x496   480p 4:3 752x560    480p 1:1 640x640   480p 3:4 560x752   480p 9:16 496x864   480p 21:9 992x432
720p 16:9 1280x720  720p 4:3 1112x834   720p 1:1 960x960   720p 3:4 834x1112  720p 9:16 720x1280  720p 21:9 1470x630
1080p 16:9 1920x1080 1080p 4:3 1664x1248 1080p 1:1 1440x1440 1080p 3:4 1248x1664 1080p 9:16 1080x1920 1080p 21:9 2176x928'

# Sky, sea, a sun, a red ball that bounces once a second and a label that says what this is.
draw() { # size output
  width=${1%x*} height=${1#*x}
  side=$((width < height ? width : height))
  ball=$((side / 16 * 2)) label=$((side / 18)) sun=$((side / 10 * 2))
  horizon=$((height * 3 / 4))
  ffmpeg -v error -y \
    -f lavfi -i "color=c=0x17324d:s=$1:r=24:d=1,drawbox=y=$((horizon / 2)):h=$((horizon - horizon / 2)):w=iw:color=0x28527a:t=fill,drawbox=y=$horizon:h=ih:w=iw:color=0x0b1c2c:t=fill,drawtext=text=REHEARSAL:fontcolor=0xe8e4d8:fontsize=$label:x=(w-tw)/2:y=h-th-$((height / 12))" \
    -f lavfi -i "color=c=0xf2c14e:s=${sun}x${sun}:r=24:d=1,format=yuva420p,geq=lum='p(X,Y)':cb='p(X,Y)':cr='p(X,Y)':a='255*lte(hypot(X-W/2,Y-H/2),W/2)'" \
    -f lavfi -i "color=c=0xe4572e:s=${ball}x${ball}:r=24:d=1,format=yuva420p,geq=lum='p(X,Y)':cb='p(X,Y)':cr='p(X,Y)':a='255*lte(hypot(X-W/2,Y-H/2),W/2)'" \
    -filter_complex "[0][1]overlay=x='W*0.12':y='H*0.12'[sky];[sky][2]overlay=x='(W-w)/2':y='$horizon-h-abs(H*0.3*sin(PI*t))':shortest=1,format=yuv420p" \
    -c:v libx264 -profile:v main -preset veryslow -crf 46 -bf 0 -x264-params deblock=1,1:no-psy=1:aq-mode=0 -g 24 -keyint_min 24 -sc_threshold 0 \
    -bsf:v filter_units=remove_types=6 -movflags +faststart -fflags +bitexact -map_metadata -1 "$2"
}

# A soft chord, every partial a whole number of turns in 96 AAC frames; the first loop is the encoder warming up and is cut off.
sound() { # output
  ffmpeg -v error -y -f lavfi \
    -i "aevalsrc='0.12*(sin(2*PI*t*451/2.048)+sin(2*PI*t*568/2.048)+sin(2*PI*t*676/2.048))*(0.7+0.3*sin(2*PI*t/2.048))':s=48000:d=8.192" \
    -ac 1 -c:a aac -b:a 24k -fflags +bitexact "$work/loops.m4a"
  ffmpeg -v error -y -ss 2.048 -i "$work/loops.m4a" -c copy -frames:a 96 -fflags +bitexact -map_metadata -1 "$1"
}

sound "$work/sound.m4a"
{
  printf '{\n  "sound": "%s"' "$(base64 -w0 "$work/sound.m4a")"
  set -- $sizes
  while [ $# -gt 0 ]; do
    draw "$3" "$work/clip.mp4"
    printf ',\n  "%s %s": "%s"' "$1" "$2" "$(base64 -w0 "$work/clip.mp4")"
    shift 3
  done
  printf '\n}\n'
} >src/simulation/clips.json
