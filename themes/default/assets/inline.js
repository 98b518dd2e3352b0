(function(d){d.className="js";try{var s=localStorage,t=s.getItem("theme"),l=s.getItem("lang");t&&(d.dataset.theme=t);l&&(d.dataset.lang=l)}catch(e){}})(document.documentElement)
